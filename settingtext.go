package outbound

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"example.com/outbound/auth"
	"example.com/outbound/internal/redact"
)

func (c *core) addressText(raw string) string {
	if raw == "" {
		return "none"
	}
	return c.secretNames.RawURL(raw)
}

// authText is the types of the schemes and their origins.
func (c *core) authText() string {
	if len(c.config.auth) == 0 {
		return "none"
	}
	parts := make([]string, len(c.config.auth))
	for i, a := range c.config.auth {
		to := "the base URL"
		if len(a.origins) > 0 {
			shown := make([]string, len(a.origins))
			for i, o := range a.origins {
				shown[i] = c.secretNames.RawURL(o)
			}
			to = strings.Join(shown, ", ")
		}
		parts[i] = schemeText(a.scheme) + " to " + to
	}
	return strings.Join(parts, "; ")
}

// schemeText names a scheme. Those of package auth and below print their name and no
// secret; of another one the type is named.
func schemeText(s auth.Scheme) string {
	_, prints := s.(fmt.Formatter)
	t := reflect.TypeOf(s)
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if prints && t != nil && strings.HasPrefix(t.PkgPath()+"/", reflect.TypeFor[auth.Binding]().PkgPath()+"/") {
		return fmt.Sprint(s)
	}
	return typeOf(s, "none")
}

func (c *core) layersText() string {
	if len(c.layers) == 0 {
		return "none"
	}
	parts := make([]string, len(c.layers))
	for i, l := range c.layers {
		parts[i] = l.name
	}
	return strings.Join(parts, ", ")
}

func (c *core) secretNamesText() string {
	if c.secretNames == nil {
		return "built in"
	}
	return "built in, and further ones"
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func durationText(d time.Duration) string {
	if d == 0 {
		return "none"
	}
	return d.String()
}

// typeOf is the type of v, as a text for a value that may hold secrets.
func typeOf(v any, none string) string {
	if v == nil {
		return none
	}
	return fmt.Sprintf("%T", v)
}

// policyText is the fields of a policy that are not zero: "{Attempts: 3}". A field
// that is no number, duration, text or list of texts is "set". The nil policy is "off".
func policyText(policy any) string {
	v := reflect.ValueOf(policy)
	if v.IsNil() {
		return "off"
	}
	v = v.Elem()
	var parts []string
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		if f.IsZero() || !v.Type().Field(i).IsExported() || name == "Budget" {
			continue
		}
		text := "set"
		switch value := f.Interface().(type) {
		case time.Duration, bool, int, int64, float64, []string:
			text = fmt.Sprint(value)
		case string:
			text = redact.Text(value)
		default:
			if f.Kind() == reflect.Int {
				text = fmt.Sprint(f.Int())
			}
		}
		parts = append(parts, name+": "+text)
	}
	if len(parts) == 0 {
		return "the default policy"
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
