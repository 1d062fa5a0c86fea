package logging

import (
	"crypto/rand"
	"slices"
	"strconv"
	"strings"

	"example.com/outbound/internal/redact"
)

// word is one argument of a shell command: its parts, in order.
type word []part

// part is a text that the shell must not change, or a variable that it expands.
type part struct {
	text     string
	variable bool // text is its name
}

func literal(s string) word     { return word{{text: s}} }
func variable(name string) word { return word{{text: environment(name), variable: true}} }

// prefixed returns w with s in front.
func (w word) prefixed(s string) word {
	if len(w) > 0 && !w[0].variable {
		return append(literal(s+w[0].text), w[1:]...)
	}
	return append(literal(s), w...)
}

// hidden returns what show writes, with a variable for each value that it hides. show
// writes an index into names for such a value, between two random texts of 130 bits
// that are made here: data that came before cannot hold them. ok is false if show has
// cut such a text.
func (l *Logger) hidden(show func(redact.Masker) string) (w word, ok bool) {
	var names []string
	hole := rand.Text()
	m := l.masker()
	m.Cover = func(name string) string {
		names = append(names, environment(name))
		return hole + strconv.Itoa(len(names)-1) + hole
	}
	for i, text := range strings.Split(show(m), hole) {
		if i%2 == 0 {
			w = append(w, part{text: text})
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n >= len(names) {
			return nil, false
		}
		w = append(w, part{names[n], true})
	}
	return w, len(w)%2 == 1
}

// environment returns the name of a shell variable for name: capitals, digits and
// '_'. A variable that every shell has gets a prefix.
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
	switch {
	case v == "" || v[0] <= '9':
		return "V" + v
	case slices.Contains(taken, v):
		return "V_" + v
	}
	return v
}

var taken = []string{"HOME", "HOST", "HOSTNAME", "IFS", "LANG", "LOGNAME", "MAIL", "OLDPWD", "PATH", "PWD", "SHELL", "TERM", "TMPDIR", "UID", "USER"}

// quote returns w for a POSIX shell: texts in single quotes, variables in double
// quotes.
func (w word) quote() string {
	var b strings.Builder
	for _, p := range w {
		switch {
		case p.variable:
			b.WriteString(`"$` + p.text + `"`)
		case p.text != "":
			b.WriteString(`'` + strings.ReplaceAll(p.text, `'`, `'\''`) + `'`)
		}
	}
	if b.Len() == 0 {
		return "''"
	}
	return b.String()
}

// holds reports whether w is raw for some values of its variables.
func (w word) holds(raw string) bool {
	for i, p := range w {
		switch {
		case p.variable:
		case i == len(w)-1:
			return strings.HasSuffix(raw, p.text) && (i > 0 || raw == p.text)
		case i == 0:
			if !strings.HasPrefix(raw, p.text) {
				return false
			}
			raw = raw[len(p.text):]
		default:
			_, rest, found := strings.Cut(raw, p.text)
			if !found {
				return false
			}
			raw = rest
		}
	}
	return true
}
