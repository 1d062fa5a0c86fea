package oauth

import (
	"net/url"
	"slices"
	"strings"

	"example.com/outbound/internal/printable"
	"example.com/outbound/internal/redact"
)

// Error is what a token endpoint said (RFC 6749, section 5.2). Its strings are
// the server's, without the client's secret: treat them as text for people.
type Error struct {
	Endpoint    string // redacted URL
	Code        string // "invalid_client", …; "" if the answer was none of OAuth's
	Description string
	URI         string
}

// Error returns one line.
func (e *Error) Error() string {
	s := "token endpoint " + e.Endpoint
	if e.Code != "" {
		s += ": " + e.Code
	}
	if e.Description != "" {
		s += " (" + e.Description + ")"
	}
	return s
}

// Permanent reports whether asking again is of no use: the code is one of RFC
// 6749, which all speak of the request, not of the server's state.
func (e *Error) Permanent() bool {
	return slices.Contains([]string{
		"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
	}, e.Code)
}

// maxText bounds a text of the server.
const maxText = 256

// text makes s fit for one line, without what looks like a secret in it.
func text(s string, hidden *strings.Replacer) string {
	s = redact.Text(hidden.Replace(s))
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "") + "…"
	}
	return printable.Line(s)
}

// hiding replaces a secret, as it is and as it stands in a form.
func hiding(secret string) *strings.Replacer {
	if secret == "" {
		return strings.NewReplacer()
	}
	return strings.NewReplacer(secret, "xxxxx", url.QueryEscape(secret), "xxxxx")
}
