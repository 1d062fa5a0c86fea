package logging

import (
	"maps"
	"net/http"
	"net/textproto"
	"slices"
	"strings"

	"example.com/outbound/internal/redact"
)

// fields returns the arguments of -H: the fields of req, those that net/http adds,
// and those that remove what curl would add.
func (l *Logger) fields(req *http.Request, hasData bool) (all []word) {
	for _, name := range slices.Sorted(maps.Keys(req.Header)) {
		switch canonical := textproto.CanonicalMIMEHeaderKey(name); {
		case canonical == "User-Agent", name == "" || redact.FieldName(name) != name:
		case slices.Contains([]string{"Host", "Content-Length", "Transfer-Encoding", "Trailer"}, canonical): // net/http ignores them here
		default:
			for _, value := range req.Header[name] {
				all = append(all, l.field(name, value))
			}
		}
	}
	return append(all, l.computed(req, hasData)...)
}

// computed returns the fields that net/http adds to req, and those that curl must
// not add.
func (l *Logger) computed(req *http.Request, hasData bool) (all []word) {
	without := func(name string) {
		if len(req.Header[name]) == 0 {
			all = append(all, literal(name+":"))
		}
	}
	without("Accept")
	if hasData {
		without("Content-Type")
	}
	if req.ContentLength < 0 || req.ContentLength >= 1<<20 { // curl would wait for a 100
		without("Expect")
	}
	switch agent := req.Header["User-Agent"]; {
	case len(agent) == 0:
		all = append(all, literal("User-Agent: Go-http-client/1.1"))
	case textproto.TrimString(agent[0]) == "":
		all = append(all, literal("User-Agent:"))
	default:
		all = append(all, l.field("User-Agent", agent[0]))
	}
	if wantsGzip(req) {
		all = append(all, literal("Accept-Encoding: gzip"))
	}
	if req.Close {
		all = append(all, literal("Connection: close"))
	}
	if req.ContentLength < 0 && req.Body != nil {
		all = append(all, literal("Transfer-Encoding: chunked"))
	}
	return all
}

// wantsGzip reports whether net/http asks for a compressed response.
func wantsGzip(req *http.Request) bool {
	return req.Header.Get("Accept-Encoding") == "" && req.Header.Get("Range") == "" && req.Method != http.MethodHead
}

// field returns a field with its value, or with a variable if the value is a secret
// or is no text.
func (l *Logger) field(name, value string) word {
	value = textproto.TrimString(value)
	if value == "" {
		return literal(name + ";")
	}
	allowed := slices.ContainsFunc(l.headers, func(a string) bool { return strings.EqualFold(a, name) })
	if allowed && !l.names.Sensitive(name) || l.names.HeaderShown(name) {
		if w, ok := l.hidden(func(m redact.Masker) string { return m.Text(value) }); ok && w.holds(value) && plainText(value, "\t") {
			return w.prefixed(name + ": ")
		}
	}
	return variable(name).prefixed(name + ": ")
}
