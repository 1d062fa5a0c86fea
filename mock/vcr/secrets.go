package vcr

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"example.com/outbound/internal/redact"
)

// shortest is the length from which a secret is hidden wherever it stands: a
// shorter one would hide half of everything.
const shortest = 6

// secrets are those of one exchange.
type secrets struct {
	p      *Tape
	values []string
}

// tokenType is a name with a token in it whose value is none (RFC 6749, section 5.1).
const tokenType = "token_type"

// sensitive reports whether a name promises a secret.
func (p *Tape) sensitive(name string) bool {
	return name != tokenType && redact.Sensitive(name) || slices.ContainsFunc(p.hidden, func(h string) bool { return strings.EqualFold(h, name) })
}

// secretsOf collects the values of sensitive names.
func (p *Tape) secretsOf(h http.Header, u *url.URL, body []byte) secrets {
	s := secrets{p: p}
	for name, values := range h {
		if p.sensitive(name) {
			s.add(values...)
			for _, v := range values {
				_, credentials, _ := strings.Cut(v, " ")
				s.add(credentials)
			}
		}
	}
	if _, password, ok := (&http.Request{Header: h}).BasicAuth(); ok {
		s.add(password)
	}
	if password, ok := u.User.Password(); ok {
		s.add(password)
	}
	s.addPairs(u.Query())
	switch mediaType(h.Get("Content-Type")) {
	case form:
		if pairs, err := url.ParseQuery(string(body)); err == nil {
			s.addPairs(pairs)
		}
	case jsonType:
		var v any
		if json.Unmarshal(body, &v) == nil {
			s.addJSON(v, false)
		}
	}
	return s
}

func (s *secrets) addPairs(pairs url.Values) {
	for name, values := range pairs {
		if s.p.sensitive(name) {
			s.add(values...)
		}
	}
}

// addJSON collects the strings beneath sensitive names.
func (s *secrets) addJSON(v any, secret bool) {
	switch v := v.(type) {
	case string:
		if secret {
			s.add(v)
		}
	case []any:
		for _, e := range v {
			s.addJSON(e, secret)
		}
	case map[string]any:
		for name, e := range v {
			s.addJSON(e, secret || s.p.sensitive(name))
		}
	}
}

func (s *secrets) add(values ...string) {
	for _, v := range values {
		if len(v) >= shortest && v != redact.Mask {
			s.values = append(s.values, v)
		}
	}
}

// text hides the secrets in t, and what looks like one.
func (s secrets) text(t string) string {
	slices.SortFunc(s.values, func(a, b string) int { return len(b) - len(a) })
	for _, v := range s.values {
		t = strings.ReplaceAll(t, v, redact.Mask)
		t = strings.ReplaceAll(t, url.QueryEscape(v), redact.Mask)
	}
	return redact.Text(t)
}
