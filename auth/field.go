package auth

import (
	"net/http"

	"example.com/outbound/internal/callinfo"
)

// oneField is a scheme that sets one field and touches nothing else, so that
// there is no need to copy the request for it. A field that the caller set wins.
type oneField interface {
	field(req *http.Request) (name, value string, err error)
}

// header is a fixed field, whose name is canonical. It is a closure, so that
// printing a scheme shows an address.
func header(name, value string) Scheme {
	return fixed(func() (string, string) { return name, value })
}

type fixed func() (name, value string)

func (f fixed) field(*http.Request) (name, value string, err error) {
	name, value = f()
	return name, value, nil
}

func (f fixed) Authorize(req *http.Request) error { return setField(f, req) }

// setField authorizes req by the field of f.
func setField(f oneField, req *http.Request) error {
	name, value, err := f.field(req)
	if err != nil {
		return err
	}
	if _, has := req.Header[name]; !has {
		req.Header[name] = []string{value}
	}
	return nil
}

// authorize returns the request to send for req, which itself stays without
// credentials but for the field of a oneField.
func authorize(s Scheme, req *http.Request) (*http.Request, error) {
	if f, ok := s.(oneField); ok {
		name, value, err := f.field(req)
		if err != nil {
			return req, err
		}
		return callinfo.Inject(req, name, value), nil
	}
	sent := req.WithContext(req.Context())
	if sent.Header = req.Header.Clone(); sent.Header == nil {
		sent.Header = http.Header{}
	}
	err := s.Authorize(sent)
	callinfo.HideAdded(req, sent)
	return sent, err
}
