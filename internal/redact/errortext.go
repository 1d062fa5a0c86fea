package redact

import (
	"reflect"
	"regexp"
	"strings"
)

var (
	// address is an absolute URL in a text.
	address = regexp.MustCompile(`\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s"'<>` + "`" + `]+`)
	// relative is the query of an address without scheme and host.
	relative = regexp.MustCompile(`\?[^\s?"'<>=&]+=[^\s"'<>` + "`" + `]*`)
)

// foreign redacts s, the text of an error of another package: user info, query
// values and fragments of addresses, and what looks like a secret.
func (n *Names) foreign(s string) string {
	m := Masker{Names: n}
	if strings.Contains(s, "://") {
		s = address.ReplaceAllStringFunc(s, func(raw string) string {
			bare := strings.TrimRight(raw, ".,;:!?)]}")
			return n.RawURL(bare) + raw[len(bare):]
		})
	}
	if strings.Contains(s, "?") {
		s = relative.ReplaceAllStringFunc(s, func(raw string) string {
			bare := strings.TrimRight(raw, ".,;:!)]}")
			query, _, _ := strings.Cut(bare[1:], "#")
			return "?" + string(m.appendQuery(nil, query, rule{all: true})) + raw[len(bare):]
		})
	}
	return m.Text(s)
}

// split cuts text, the text of an error that wraps inner, into its own part
// (before and after) and the text of inner, which is checked separately. A text
// that does not begin or end with inner's text is all its own.
func split(text string, inner error) (before, middle, after string) {
	if inner == nil {
		return text, "", ""
	}
	innerText := inner.Error()
	if own, ok := strings.CutSuffix(text, innerText); ok {
		return own, innerText, ""
	}
	if own, ok := strings.CutPrefix(text, innerText); ok {
		return "", innerText, own
	}
	return text, "", ""
}

// revealsOwn reports whether err's own part of its text has something to hide.
func (n *Names) revealsOwn(err, inner error) bool {
	before, _, after := split(err.Error(), inner)
	return n.foreign(before) != before || n.foreign(after) != after
}

// mended returns err's text with its own part redacted.
func (n *Names) mended(err, inner error) string {
	before, middle, after := split(err.Error(), inner)
	return n.foreign(before) + middle + n.foreign(after)
}

// ownsText reports whether err is of a package whose texts hold neither an
// address with a query nor a secret, though they may look like one: "lookup
// token: no such host".
func ownsText(err error) bool {
	t := reflect.TypeOf(err)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.PkgPath() {
	case "net", "os", "io/fs", "syscall", "context", "internal/poll", "crypto/tls", "crypto/x509":
		return true
	}
	return false
}

// wrapped is an error with a text of its own around another one.
type wrapped struct {
	text string
	error
}

func (w *wrapped) Error() string { return w.text }
func (w *wrapped) Unwrap() error { return w.error }
