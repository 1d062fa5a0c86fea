package logging

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/redact"
)

// mark stands around the name of a shell variable until the text is quoted. It
// is of Unicode's private use.
const mark = "\uE000"

// variable covers a secret by a shell variable.
var variable = redact.Cover(func(name string) string { return mark + environment(name) + mark })

// environment is the name of a shell variable for name.
func environment(name string) string {
	v := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		case 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
			return r
		}
		return '_'
	}, name), "_")
	if v == "" || v[0] <= '9' {
		return "V" + v
	}
	return v
}

// command is the curl command that sends req again. b is its body, nil for one
// that is not logged, which the command takes from a file.
func (l *Logger) command(call *callinfo.Call, req *http.Request, b *body) string {
	var hide func(param string) bool // every value
	if l.params {
		hide = call.Hides
	}
	out := []string{"curl"}
	switch req.Method {
	case "", http.MethodGet:
	case http.MethodHead:
		out = append(out, "--head")
	default:
		out = append(out, "-X", shell(req.Method))
	}
	out = append(out, shell(variable.URL(req.URL, hide)))
	if req.Host != "" && req.Host != req.URL.Host {
		out = append(out, "-H", shell("Host: "+req.Host))
	}
	for _, name := range slices.Sorted(maps.Keys(req.Header)) {
		for _, value := range req.Header[name] {
			out = append(out, "-H", shell(name+": "+l.shellValue(name, value)))
		}
	}
	switch {
	case req.Body == nil || req.Body == http.NoBody:
	case b == nil || len(b.raw) > b.max:
		out = append(out, "--data-binary", "@body")
	default:
		out = append(out, "--data-binary", shell(string(b.unmarked().covered(variable))))
	}
	return strings.Join(out, " ")
}

// shellValue is the value of a field, or the variable for it.
func (l *Logger) shellValue(name, value string) string {
	allowed := slices.ContainsFunc(l.headers, func(a string) bool { return strings.EqualFold(a, name) })
	if !allowed && !redact.HeaderShown(name) {
		return variable(name)
	}
	return variable.Text(strings.ReplaceAll(value, mark, ""))
}

// unmarked is b without marks of its own, and with room for those to come.
func (b *body) unmarked() *body {
	return &body{[]byte(strings.ReplaceAll(string(b.raw), mark, "")), b.format, 8 * (b.max + 64)}
}

// shell quotes s for a POSIX shell, which puts its variables in.
func shell(s string) string {
	if s != "" && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" { // a verb
		return s
	}
	parts := strings.Split(strings.ReplaceAll(s, "'", `'\''`), mark)
	for i := 1; i < len(parts); i += 2 {
		parts[i] = `'"$` + parts[i] + `"'`
	}
	return strings.TrimSuffix("'"+strings.Join(parts, "")+"'", "''")
}
