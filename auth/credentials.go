package auth

import (
	"fmt"
	"io"
	"net/http"
	"slices"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/identity"
)

// credentials is a scheme whose credentials never change. What it knows is a
// pointer away, where package fmt does not look, whatever the verb and however
// deep the scheme is in a printed value.
type credentials struct{ *details }

type details struct {
	name    string // of the scheme, as it is printed
	id      string
	problem error // why the credentials cannot be used, nil if they can
	write   func(*http.Request) error
}

// newCredentials is a scheme that writes to the request by write. secrets are
// what tells these credentials from others.
func newCredentials(name string, problem error, write func(*http.Request) error, secrets ...string) credentials {
	return credentials{&details{name, identity.Of(append([]string{name}, secrets...)...), named(name, problem), write}}
}

// Authorize writes the credentials, unless they cannot be used.
func (c credentials) Authorize(req *http.Request) error {
	if c.problem != nil {
		return c.problem
	}
	return c.write(req)
}

// Validate returns why the credentials cannot be used.
func (c credentials) Validate() error { return c.problem }

// Identity is a hash of the credentials.
func (c credentials) Identity(*http.Request) (string, bool) { return c.id, c.problem == nil }

// Format prints the name of the scheme, whatever the verb.
func (c credentials) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "auth."+c.name) }

// fixedField is credentials that are one field of the header.
type fixedField struct {
	credentials
	value *call.Field
}

// newField is a scheme that sends a field. Its name is canonical.
func newField(scheme string, problem error, name, value string, secrets ...string) fixedField {
	f := fixedField{value: call.NewField(name, value)}
	f.credentials = newCredentials(scheme, problem, func(req *http.Request) error { return setField(f, req) }, secrets...)
	return f
}

func (f fixedField) field(*http.Request) (*call.Field, error) { return f.value, f.problem }

// oneField is a scheme that sets one field and touches nothing else, so that
// there is no need to copy the request for it. A field that the caller set wins.
type oneField interface {
	field(req *http.Request) (*call.Field, error)
}

// setField authorizes req by the field of f.
func setField(f oneField, req *http.Request) error {
	field, err := f.field(req)
	if err != nil {
		return err
	}
	if _, has := req.Header[field.Name]; !has {
		req.Header[field.Name] = slices.Clone(field.Values)
	}
	return nil
}
