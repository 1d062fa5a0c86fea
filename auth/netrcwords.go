package auth

import (
	"fmt"
	"strings"
)

// netrcWords splits a netrc file into words.
type netrcWords struct {
	text string
	pos  int
	line int
}

// next is the next word or quoted string, ok false at the end. A word that begins
// with # begins a comment, to the end of its line: a keyword anywhere, a value only
// at the beginning of a line, since a password may begin so.
func (w *netrcWords) next(keyword bool) (word string, ok bool, err error) {
	comment := keyword || w.pos == 0
	for ; w.pos < len(w.text); w.pos++ {
		switch c := w.text[w.pos]; {
		case c == '\n':
			w.line++
			comment = true
		case c == '#' && comment:
			end := strings.IndexByte(w.text[w.pos:], '\n')
			if end < 0 {
				end = len(w.text) - w.pos
			}
			w.pos += end - 1
		case c == ' ' || c == '\t' || c == '\r':
		case c == '"':
			return w.quoted()
		default:
			begin := w.pos
			for w.pos < len(w.text) && !strings.ContainsRune(" \t\r\n", rune(w.text[w.pos])) {
				w.pos++
			}
			return w.text[begin:w.pos], true, nil
		}
	}
	return "", false, nil
}

// quoted is the string that begins here.
func (w *netrcWords) quoted() (string, bool, error) {
	var b strings.Builder
	for w.pos++; w.pos < len(w.text); w.pos++ {
		c := w.text[w.pos]
		switch {
		case c == '"':
			w.pos++
			return b.String(), true, nil
		case c == '\n':
			return "", false, fmt.Errorf("line %d: a quoted string does not end", w.line)
		case c == '\\' && w.pos+1 < len(w.text):
			w.pos++
			c = unescaped(w.text[w.pos])
		}
		b.WriteByte(c)
	}
	return "", false, fmt.Errorf("line %d: a quoted string does not end", w.line)
}

func unescaped(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}

// skipMacro skips the body of a macdef, which ends with an empty line.
func (w *netrcWords) skipMacro() {
	rest := w.text[w.pos:]
	end := strings.Index(rest, "\n\n")
	if crlf := strings.Index(rest, "\n\r\n"); crlf >= 0 && (end < 0 || crlf < end) {
		end = crlf
	}
	if end < 0 {
		end = len(rest)
	}
	w.line += strings.Count(rest[:end], "\n")
	w.pos += end
}
