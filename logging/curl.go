package logging

import (
	"cmp"
	"net/http"
	"strings"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/redact"
)

// command returns the curl command that sends req again: the same bytes, but for the
// order of the fields. It returns "" for a request that curl cannot send, such as one
// without a host. b is the body; if it is nil, the command reads the body from a
// file.
func (l *Logger) command(record *call.Call, req *http.Request, b *body) string {
	url, ok := l.address(record, req)
	method := cmp.Or(req.Method, http.MethodGet)
	if !ok || redact.FieldName(method) != method {
		return ""
	}
	out := []string{"curl"}
	data := l.dataOf(req, b)
	switch {
	case method == http.MethodHead && data == nil:
		out = append(out, "--head")
	case method == http.MethodPost && data != nil, method == http.MethodGet && data == nil:
	case strings.Trim(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "":
		out = append(out, "-X", method)
	default:
		out = append(out, "-X", literal(method).quote())
	}
	out = append(out, "-g", "--path-as-is", url.quote()) // curl leaves brackets and dots as they are
	if req.Host != "" && req.Host != req.URL.Host && plainText(req.Host, "") {
		out = append(out, "-H", literal("Host: "+req.Host).quote())
	}
	for _, field := range l.fields(req, data != nil) {
		out = append(out, "-H", field.quote())
	}
	if wantsGzip(req) {
		out = append(out, "--compressed")
	}
	return strings.Join(append(out, data...), " ")
}

// address returns the URL of the command, ok false if curl cannot send to it. After
// a redirect the names of variables have a prefix: the server has chosen the names of
// the parameters, and must not choose which of the reader's variables it is sent.
func (l *Logger) address(record *call.Call, req *http.Request) (w word, ok bool) {
	u := req.URL
	if u.Host == "" || u.Opaque != "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, false
	}
	var hide func(param string) bool // nil hides every value
	if l.params {
		hide = l.hides(record)
	}
	w, ok = l.hidden(func(m redact.Masker) string {
		if cover := m.Cover; req.Response != nil {
			m.Cover = func(name string) string { return cover("REDIRECT_" + name) }
		}
		shown := m.URL(u, hide)
		if u.ForceQuery && u.RawQuery == "" {
			shown += "?"
		}
		return named(shown, u.RawQuery)
	})
	for i := range w {
		if !w[i].variable {
			w[i].text = strings.Map(printableURL, w[i].text)
		}
	}
	return w, ok
}

// named returns shown, a URL whose query was redacted, with the names of its
// parameters spelled as in query.
func named(shown, query string) string {
	before, redacted, _ := strings.Cut(shown, "?")
	pairs, raw := strings.Split(redacted, "&"), strings.Split(query, "&")
	if len(pairs) != len(raw) || redacted == "" {
		return shown
	}
	for i, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		if was, _, found := strings.Cut(raw[i], "="); ok && found && was != name {
			pairs[i] = was + "=" + value
		}
	}
	return before + "?" + strings.Join(pairs, "&")
}

// printableURL drops characters that a request line cannot have.
func printableURL(r rune) rune {
	if r <= ' ' || r == 0x7f || r == 0xfffd {
		return -1
	}
	return r
}
