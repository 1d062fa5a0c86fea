package auth

import (
	"net/http"
	"net/url"
	"slices"

	"example.com/outbound/internal/call"
	"example.com/outbound/middleware"
)

// Binding is a scheme and the origins that it is for.
type Binding struct {
	Scheme  Scheme
	Origins []Origin
}

// New authorizes requests to the origins of a binding and leaves all others
// alone; the first binding that covers a request is its own. A call that a
// redirect has led elsewhere is not authorized by that binding again, however
// many hops later. If a scheme fails the request is not sent, and the error has
// the kind [httperror.Auth]. Without bindings the layer is nil.
//
// Stage: attempt, inside of all layers that set fields. A token may expire between two attempts, and a
// signature covers what the layers above have set.
func New(bindings ...Binding) middleware.Layer {
	if len(bindings) == 0 {
		return nil
	}
	l := layer(bindings)
	if !slices.ContainsFunc(bindings, Binding.answers) {
		return middleware.Before(l.authorize)
	}
	return func(next http.RoundTripper) http.RoundTripper { return &transport{next, l} }
}

// layer is what there is to know for a request.
type layer []Binding

// authorize is the whole layer where no scheme answers a 401.
func (l layer) authorize(req *http.Request) (*http.Request, error) {
	s := l.scheme(req)
	if s == nil {
		return req, nil
	}
	sent, err := authorize(s, req)
	if err != nil {
		return nil, notSent(failure(req.Context(), err))
	}
	return sent, nil
}

// transport is the layer where some scheme does.
type transport struct {
	next http.RoundTripper
	layer
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	s := t.scheme(req)
	if c, ok := s.(Challenger); ok {
		if _, own := req.Header["Authorization"]; !own {
			return t.challenged(s, c, req)
		}
	}
	sent, err := t.authorize(req)
	if err != nil {
		return refuse(req, err)
	}
	return t.next.RoundTrip(sent)
}

// scheme is the one bound to the request's origin, nil if there is none. Every
// hop of the call must belong to it.
func (l layer) scheme(req *http.Request) Scheme {
	for _, b := range l {
		if b.covers(req.URL) && b.coversCall(req) {
			return b.Scheme
		}
	}
	return nil
}

// answers reports whether the scheme has something to say to a 401.
func (b Binding) answers() bool {
	_, ok := b.Scheme.(Challenger)
	return ok
}

func (b Binding) covers(u *url.URL) bool {
	for _, o := range b.Origins {
		if o.Matches(u) {
			return true
		}
	}
	return false
}

func (b Binding) coversCall(req *http.Request) bool {
	record := call.From(req.Context())
	return record == nil || !record.Options.Barred && (!record.Crossed() || b.coversHops(record))
}

func (b Binding) coversHops(record *call.Call) bool {
	for hop := range record.Hops() {
		if !b.covers(hop.URL) {
			return false
		}
	}
	return true
}
