package config

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"example.com/outbound/internal/redact"
)

var errSecret = errors.New("a secret does not belong in the file: use ${env:NAME} or ${file:PATH}")

func asWritten(_ *scalar, w word) (any, error) { return w.text, nil }

// parseText takes a text whose references are well-formed.
func parseText(_ *scalar, w word) (any, error) {
	if err := checkReferences(w.text); err != nil {
		return nil, err
	}
	return w.text, nil
}

func noText(w word) string { return fmt.Sprintf("%s is not text: put it in quotes", w) }

func noField(w word) string {
	if w.isText() {
		return "the text has a line break or another control character"
	}
	return noText(w)
}

// secrets are the names whose values are not shown.
func (p *preset) secrets() *redact.Names { return redact.NewNames(p.SecretNames...) }

// parseAddress takes a URL without a password of its own.
func parseAddress(s *scalar, w word) (any, error) {
	user := userInfo(w.text)
	if colon := strings.IndexByte(masked(user), ':'); colon >= 0 && user[colon+1:] != "" && len(references(user[colon+1:])) == 0 {
		return nil, errSecret
	}
	return parseText(s, w)
}

// userInfo is the user info of a URL that may have references in it, "" without.
func userInfo(raw string) string {
	from, to, _ := authority(raw)
	if at := strings.LastIndexByte(masked(raw)[from:to], '@'); at >= 0 {
		return raw[from : from+at]
	}
	return ""
}

// authority is the part of a URL with references between "//" and the path; ok is
// false if it has none.
func authority(raw string) (from, to int, ok bool) {
	m := masked(raw)
	begin := strings.Index(m, "//")
	if begin < 0 {
		return 0, 0, false
	}
	from = begin + len("//")
	if end := strings.IndexAny(m[from:], `/\?#`); end >= 0 {
		return from, from + end, true
	}
	return from, len(m), true
}

// masked is raw with letters in the place of its references, so that nothing in
// them is taken for a part of the URL.
func masked(raw string) string {
	return reference.ReplaceAllStringFunc(raw, func(ref string) string { return strings.Repeat("x", len(ref)) })
}

// formatAddress shows a URL without what may be a secret in it: a user without a
// password, which may be a token, and the values of a query by their names.
func formatAddress(v any) string {
	raw := v.(string)
	if user := userInfo(raw); user != "" && !strings.Contains(masked(user), ":") && len(references(user)) == 0 {
		raw = strings.Replace(raw, user+"@", redact.Mask+"@", 1)
	}
	if u, err := url.Parse(masked(raw)); err == nil && u.RawQuery != "" && len(references(raw)) == 0 {
		path, query, _ := strings.Cut(raw, "?")
		raw = path + "?" + redact.Query(query, redact.Sensitive)
	}
	return raw
}
