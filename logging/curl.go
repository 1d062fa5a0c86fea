package logging

import (
	"cmp"
	"net/http"
	"strings"

	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/redact"
)

// command is the curl command that sends req again, byte for byte but for the
// order of the fields. It is "" for a request that curl cannot send: one without
// a host, or with a method that is none. b is the body, nil for one that is not
// logged, which the command reads from a file.
func (l *Logger) command(call *callinfo.Call, req *http.Request, b *body) string {
	url, ok := l.address(call, req)
	method := cmp.Or(req.Method, http.MethodGet)
	if !ok || redact.FieldName(method) != method {
		return ""
	}
	out := []string{"curl"}
	data := dataOf(req, b)
	switch {
	case method == http.MethodHead && data == nil:
		out = append(out, "--head")
	case method == http.MethodPost && data != nil, method == http.MethodGet && data == nil:
	case strings.Trim(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "":
		out = append(out, "-X", method)
	default:
		out = append(out, "-X", literal(method).quote())
	}
	out = append(out, "-g", "--path-as-is", url.quote()) // brackets and dots are data
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

// address is the URL of the command. The names that a server has chosen for the
// query of a redirect's target get a prefix: none of them is a variable that the
// reader of the log has set for something else.
func (l *Logger) address(call *callinfo.Call, req *http.Request) (word, bool) {
	u := req.URL
	if u.Host == "" || u.Opaque != "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, false
	}
	var hide func(param string) bool // every value
	if l.params {
		hide = call.Hides
	}
	w, ok := hidden(func(c redact.Cover) string {
		cover := c
		if req.Response != nil {
			cover = func(name string) string { return c("REDIRECT_" + name) }
		}
		shown := cover.URL(u, hide)
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

// named is shown, a URL whose query has been redacted, with the names of its
// parameters as they are written in query.
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

// printableURL leaves out what a request line cannot hold.
func printableURL(r rune) rune {
	if r <= ' ' || r == 0x7f || r == 0xfffd {
		return -1
	}
	return r
}
