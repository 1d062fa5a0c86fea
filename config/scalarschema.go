package config

import (
	"encoding/json"
	"regexp"
	"strings"
)

// schema is s as JSON Schema. Keywords for texts do not apply to numbers and the
// other way round, so that one object says it all and an error names one value.
func (s *scalar) schema() schema {
	if s.onlyWords() {
		return schema{"enum": s.values()}
	}
	var types, patterns []string
	out := schema{}
	for k, v := range s.number {
		if k == "type" {
			types = append(types, v.(string))
			continue
		}
		out[k] = v
	}
	if s.flag {
		types = append(types, "boolean")
	}
	if s.pattern != "" {
		patterns = append(patterns, s.pattern)
	}
	if len(s.words) > 0 {
		patterns = append(patterns, "^("+strings.Join(quoted(s.texts()), "|")+")$")
		out["examples"] = s.texts()
	}
	if len(patterns) > 0 {
		types = append(types, "string")
		if p := strings.Join(patterns, "|"); p != anyText {
			out["pattern"] = p
		}
	}
	return typed(out, types)
}

// typed gives s its types.
func typed(s schema, types []string) schema {
	s["type"] = types
	if len(types) == 1 {
		s["type"] = types[0]
	}
	return s
}

func quoted(texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = regexp.QuoteMeta(t)
	}
	return out
}

// values are the words as JSON has them: a version may lack its quotes.
func (s *scalar) values() (out []any) {
	for _, t := range s.texts() {
		out = append(out, t)
		if jsonNumber.MatchString(t) {
			out = append(out, json.Number(t))
		}
	}
	return out
}
