// Package redact decides what may be shown. Errors, logs, Chain and the mock's
// messages all ask it, so that there is one place to read.
package redact

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// Mask stands for a hidden value.
const Mask = "xxxxx"

// sensitive are the parts of names whose values are never shown; exact are whole
// names. A name is compared in lower case without '-', '_' and ' '.
var (
	sensitive = []string{
		"password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "accesskey", "privatekey",
		"authorization", "authenticat", "credential", "cookie", "session", "signature", "jwt", "bearer",
		"assertion", "cardnumber",
	}
	exact = []string{"auth", "xauth", "key", "code", "pin", "otp", "sig", "cvv", "cvc", "ssn"}
)

// Sensitive reports whether a header, query, form or JSON name promises a secret.
// It does if a part of it does, as in user[password] and card.pin.
func Sensitive(name string) bool {
	flat := strings.Map(func(r rune) rune {
		switch r {
		case '-', '_', ' ':
			return -1
		case '.', '[', ']', '/', ':':
			return '.'
		case 'ſ': // an s to whoever compares without case
			return 's'
		}
		return unicode.ToLower(r)
	}, name)
	for part := range strings.SplitSeq(flat, ".") {
		if slices.Contains(exact, part) {
			return true
		}
	}
	flat = strings.ReplaceAll(flat, ".", "")
	return slices.ContainsFunc(sensitive, func(part string) bool { return strings.Contains(flat, part) })
}

// URL returns u without user info and fragment and with every query value
// hidden. Without any of them it is u's own text. A URL without a host whose user
// info a typing error has made part of the path is hidden whole.
func URL(u *url.URL) string {
	if u == nil {
		return ""
	}
	if misplaced(u) {
		return Mask
	}
	if u.User == nil && u.RawQuery == "" && u.Fragment == "" && u.Opaque == "" {
		return u.String()
	}
	v := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath, RawQuery: string(Cover(nil).appendQuery(nil, u.RawQuery, hideAll))}
	return v.String()
}

// RawURL is [URL] for a text; one that cannot be parsed is hidden whole.
func RawURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return Mask
	}
	return URL(u)
}

// misplaced reports whether the path of u may hold user info, as in
// http:/user:password@host. It is no user info in /users/@me.
func misplaced(u *url.URL) bool {
	if u.Host != "" && u.Host[0] != ':' {
		return false
	}
	at := strings.LastIndex(u.Path, "@")
	return u.User != nil || strings.HasPrefix(u.Path, "//") || at >= 0 && (u.Path[0] != '/' || strings.Contains(u.Path[:at], ":"))
}

// Query returns raw, a query, with the values hidden of the names for which hide
// is true.
func Query(raw string, hide func(name string) bool) string {
	return string(Cover(nil).appendQuery(nil, raw, hide))
}

func hideAll(string) bool { return true }
