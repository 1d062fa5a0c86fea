package auth

import (
	"net/http"
	"slices"

	"example.com/outbound/internal/callinfo"
)

// oneField is a scheme that sets one field and touches nothing else, so that
// there is no need to copy the request for it. A field that the caller set wins.
type oneField interface {
	field(req *http.Request) (*callinfo.Field, error)
}

// header is a fixed field, whose name is canonical. It is a closure, so that
// printing a scheme shows an address.
func header(name, value string) Scheme {
	f := callinfo.NewField(name, value)
	return fixed(func() *callinfo.Field { return f })
}

type fixed func() *callinfo.Field

func (f fixed) field(*http.Request) (*callinfo.Field, error) { return f(), nil }

func (f fixed) Authorize(req *http.Request) error { return setField(f, req) }

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

// authorize returns the request to send for req, which itself stays without
// credentials but for the field of a oneField.
func authorize(s Scheme, req *http.Request) (*http.Request, error) {
	if f, ok := s.(oneField); ok {
		field, err := f.field(req)
		if err != nil {
			return req, err
		}
		return callinfo.Inject(req, field), nil
	}
	return signed(s, req)
}

// signed is a copy of req with whatever s writes.
func signed(s Scheme, req *http.Request) (*http.Request, error) {
	sent := req.WithContext(req.Context())
	if sent.Header = req.Header.Clone(); sent.Header == nil {
		sent.Header = http.Header{}
	}
	err := s.Authorize(sent)
	callinfo.HideAdded(req, sent)
	return sent, err
}
