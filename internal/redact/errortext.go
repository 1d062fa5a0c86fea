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

// foreign is the text of an error of another package without the user info, the
// query values and the fragment of an address in it, and without what looks like
// a secret.
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

// tellsOwn reports whether the own part of text, that of an error which wraps
// inner, tells more than it may: the errors inside it answer for theirs.
func (n *Names) tellsOwn(text string, inner ...error) bool { return n.ownText(nil, text, inner) }

// mended is text with its own part made fit to be printed.
func (n *Names) mended(text string, inner ...error) string {
	var b strings.Builder
	n.ownText(&b, text, inner)
	return b.String()
}

// ownText writes text to b, which may be nil, with its own part made fit to be
// printed. It reports whether that changed something.
func (n *Names) ownText(b *strings.Builder, text string, inner []error) (changed bool) {
	write := func(own, inner string) {
		shown := n.foreign(own)
		changed = changed || shown != own
		if b != nil {
			b.WriteString(shown + inner)
		}
	}
	for _, e := range inner {
		if e == nil {
			continue
		}
		if before, after, ok := strings.Cut(text, e.Error()); ok {
			write(before, e.Error())
			text = after
		}
	}
	write(text, "")
	return changed
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
