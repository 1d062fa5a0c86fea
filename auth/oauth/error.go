package oauth

import (
	"slices"
	"strings"

	"example.com/outbound/internal/printable"
	"example.com/outbound/internal/redact"
)

// Error is what a token endpoint said (RFC 6749, section 5.2). Its strings are
// the server's, without the client's secret: treat them as text for people.
type Error struct {
	Endpoint    string // redacted URL
	Client      string // the client's ID, "" if that is not known
	Status      string // "401 Unauthorized"
	Code        string // "invalid_client", …; "" if the answer was not one of OAuth
	Description string
	URI         string
}

// Error returns one line: "no token from https://login.example.com/token for
// client billing: 401 invalid_client (unknown client)".
func (e *Error) Error() string {
	s := noToken(e.Endpoint, e.Client)
	code, status, _ := strings.Cut(e.Status, " ")
	if e.Code != "" {
		status = e.Code
	}
	if outcome := strings.TrimSpace(code + " " + status); outcome != "" {
		s += ": " + outcome
	}
	if e.Description != "" && e.Description != redact.Mask {
		s += " (" + e.Description + ")"
	}
	return s
}

// noToken is the beginning of every failure.
func noToken(endpoint, client string) string {
	s := "no token"
	if endpoint != "" {
		s += " from " + endpoint
	}
	if client != "" {
		s += " for client " + text(client, nil)
	}
	return s
}

// Permanent reports whether there is no use in asking again: the code is one of
// RFC 6749, which are all about the request and not about the server's state.
func (e *Error) Permanent() bool {
	return slices.Contains([]string{
		"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
	}, e.Code)
}

// maxText bounds a text of the server.
const maxText = 256

// text makes s fit for one line, without what looks like a secret in it.
func text(s string, hidden *strings.Replacer) string {
	if hidden != nil {
		s = hidden.Replace(s)
	}
	s = redact.Text(s)
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "") + "…"
	}
	return printable.Line(s)
}
