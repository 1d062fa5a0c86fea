package mock

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"example.com/outbound/internal/jsonequal"
	"example.com/outbound/internal/redact"
)

// lacks says where got does not contain want, "" if it does. Both are decoded
// JSON. secret is whether a name on the path to them promises a secret.
func lacks(want, got any, at string, secret bool) string {
	switch w := want.(type) {
	case map[string]any:
		if g, ok := got.(map[string]any); ok {
			return lacksMember(w, g, at, secret)
		}
	case []any:
		if g, ok := got.([]any); ok {
			return lacksElement(w, g, at, secret)
		}
	default:
		if jsonequal.Equal(want, got) {
			return ""
		}
	}
	if secret {
		return at + ": want " + redact.Mask + ", got another value"
	}
	return fmt.Sprintf("%s: want %s, got %s", at, short(want), short(got))
}

func lacksMember(want, got map[string]any, at string, secret bool) string {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		at := at + "." + name
		v, ok := got[name]
		if !ok {
			return at + ": it is missing"
		}
		if why := lacks(want[name], v, at, secret || redact.Sensitive(name)); why != "" {
			return why
		}
	}
	return ""
}

func lacksElement(want, got []any, at string, secret bool) string {
	if len(got) != len(want) {
		return fmt.Sprintf("%s: want %d elements, got %d", at, len(want), len(got))
	}
	for i := range want {
		if why := lacks(want[i], got[i], fmt.Sprintf("%s[%d]", at, i), secret); why != "" {
			return why
		}
	}
	return ""
}

// short is v as JSON, as much as fits a line, without secrets.
func short(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "?"
	}
	return string(redact.JSON(text, 120))
}
