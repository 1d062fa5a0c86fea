package inspect

import (
	"slices"
	"strings"

	"example.com/outbound/internal/harfile"
	"example.com/outbound/internal/redact"
)

// curl is the command that sends the request of an entry again. A hidden field is a
// variable of the shell, a body is read from the file "body", and a hidden value of
// the query stays hidden.
func curl(e harfile.Entry) string {
	out := []string{"curl", "-g", "--path-as-is"}
	body := e.Request.BodySize != 0
	switch method := e.Request.Method; {
	case method == "HEAD":
		out = append(out, "--head")
	case method != "GET" || body:
		out = append(out, "-X", quote(method))
	}
	out = append(out, quote(clean(e.Request.URL)))
	for _, f := range e.Request.Headers {
		if slices.Contains([]string{"Host", "Content-Length", "Transfer-Encoding", "Trailer"}, f.Name) {
			continue
		}
		if f.Value == redact.Mask {
			out = append(out, "-H", quote(clean(f.Name)+": ")+`"$`+variable(f.Name)+`"`)
			continue
		}
		out = append(out, "-H", quote(clean(f.Name+": "+f.Value)))
	}
	if body {
		out = append(out, "--data-binary", "@body")
	}
	return strings.Join(out, " ")
}

// quote is s as one word of a POSIX shell.
func quote(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-._/:", r)
	}
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// variable is the name of a field as that of a variable: X_API_KEY.
func variable(name string) string {
	v := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToUpper(name))
	if v == "" || v[0] <= '9' {
		return "V" + v
	}
	return v
}
