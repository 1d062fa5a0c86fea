// Package redact decides what may be shown. Errors, logs, Chain and the mock's
// messages all ask it, so that there is one place to read.
package redact

import (
	"net/url"
	"slices"
	"strings"
)

// Mask stands for a hidden value.
const Mask = "xxxxx"

// sensitive are the parts of names whose values are never shown; exact are whole
// names. A name is compared in lower case without '-', '_', '.' and ' '.
var (
	sensitive = []string{
		"password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "accesskey", "privatekey",
		"authorization", "authenticat", "credential", "cookie", "session", "signature", "jwt", "bearer",
		"assertion", "cardnumber",
	}
	exact = []string{"auth", "xauth", "key", "code", "pin", "otp", "sig", "cvv", "cvc", "ssn"}
)

// Sensitive reports whether a header, query, form or JSON name promises a secret.
func Sensitive(name string) bool {
	flat := strings.Map(func(r rune) rune {
		switch r {
		case '-', '_', '.', ' ':
			return -1
		}
		return r
	}, strings.ToLower(name))
	return slices.Contains(exact, flat) ||
		slices.ContainsFunc(sensitive, func(part string) bool { return strings.Contains(flat, part) })
}

// URL returns u without user info and fragment and with every query value
// hidden. Without any of them it is u's own text.
func URL(u *url.URL) string {
	if u == nil {
		return ""
	}
	if u.User == nil && u.RawQuery == "" && u.Fragment == "" && u.Opaque == "" {
		return u.String()
	}
	v := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath, RawQuery: query(u.RawQuery, hideAll)}
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

// Query returns raw, a query or a form, with the values of sensitive names
// hidden.
func Query(raw string) string { return query(raw, Sensitive) }

func hideAll(string) bool { return true }

func query(raw string, hide func(name string) bool) string {
	if raw == "" {
		return ""
	}
	pairs := strings.Split(raw, "&")
	for i, p := range pairs {
		name, value, found := strings.Cut(p, "=")
		plain, err := url.QueryUnescape(name)
		switch {
		case err != nil:
			pairs[i] = Mask
		case found && value != "" && hide(plain):
			pairs[i] = url.QueryEscape(plain) + "=" + Mask
		case !found && hide(plain): // a value without a name
			pairs[i] = Mask
		case err == nil && found:
			if _, err := url.QueryUnescape(value); err != nil {
				pairs[i] = url.QueryEscape(plain) + "=" + Mask
			}
		}
	}
	return strings.Join(pairs, "&")
}
