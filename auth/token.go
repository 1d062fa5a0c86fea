package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"example.com/outbound/internal/redact"
)

// Token is a credential with a life. Printed in any way it shows its type and
// expiry, never its value.
type Token struct {
	Value  string
	Type   string    // the word before the value in the field; "" is Bearer
	Expiry time.Time // zero: it does not expire
}

// TokenSource obtains a token: a new one each time, if it can. Its context has
// the values of the context of the call that needed the token first, but no call
// options, and it ends when no call waits for the token any more, when the client
// is closed, and after [FetchTimeout].
// An error with the mark of retry.Permanent is final whatever the policy says.
type TokenSource func(context.Context) (Token, error)

var (
	errEmptyToken = errors.New("the token source returned an empty token")
	errBadToken   = errors.New("the token has a byte that no header may carry")
)

// field is the value of the Authorization field.
func (t Token) field() (string, error) {
	kind := t.Type
	if kind == "" || strings.EqualFold(kind, "bearer") { // case does not matter (RFC 6749, section 5.1), but to some servers
		kind = "Bearer"
	}
	switch {
	case t.Value == "":
		return "", errEmptyToken
	case hasControl(kind + t.Value):
		return "", errBadToken
	}
	return kind + " " + t.Value, nil
}

func (t Token) shown() string {
	s := "token"
	if t.Type != "" {
		s += " " + t.Type
	}
	if t.Value != "" {
		s += " " + redact.Mask
	}
	if !t.Expiry.IsZero() {
		s += " until " + t.Expiry.UTC().Format(time.RFC3339)
	}
	return s
}

// Format prints the token without its value, whatever the verb.
func (t Token) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, t.shown()) }

// LogValue gives package slog the token without its value.
func (t Token) LogValue() slog.Value { return slog.StringValue(t.shown()) }

// MarshalJSON writes the token without its value, for the loggers that write
// JSON.
func (t Token) MarshalJSON() ([]byte, error) { return json.Marshal(t.shown()) }
