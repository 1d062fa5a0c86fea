package engine

import (
	"errors"
	"net/http"
	"reflect"
	"slices"

	"example.com/outbound/internal/clientconfig"
	"example.com/outbound/internal/transport"
)

// custom reports whether an option has changed a setting of the built-in transport, which
// a transport of the user's would not follow.
func custom(t transport.Config) bool { return !t.Same(clientconfig.DefaultTransport) || t.Tune != nil }

// makeBase returns the base of the chain, and its pool if the base is the built-in one.
func (c *Core) makeBase(old *Core) (http.RoundTripper, *transport.Pool, error) {
	given, option := c.Mock, "WithMockTransport"
	if given == nil {
		given, option = c.Config.Base, "WithTransport"
	}
	var problems []error
	if isNil(given) {
		problems = append(problems, errors.New("outbound: "+option+": a nil pointer is no transport"))
	}
	if c.Mock == nil && given != nil && custom(c.Transport) {
		problems = append(problems, c.TransportConflict())
	}
	if given == nil && old != nil && old.pool != nil && c.Transport.Same(old.Transport) {
		return old.pool.Base(), old.pool, nil
	}
	wanted := c.Transport
	if given != nil {
		wanted.Tune = nil // there is nothing to tune; the rest is checked all the same
	}
	pool, err := transport.New(wanted)
	if err = errors.Join(append(slices.Clip(problems), err)...); err != nil {
		return nil, nil, err
	}
	if given != nil {
		return given, nil, nil
	}
	return pool.Base(), pool, nil
}

// isNil reports whether rt holds a nil pointer or a nil function. An rt that is nil
// itself holds neither: it means the built-in base.
func isNil(rt http.RoundTripper) bool {
	v := reflect.ValueOf(rt)
	return (v.Kind() == reflect.Pointer || v.Kind() == reflect.Func) && v.IsNil()
}

// sameBase reports whether two clients send through the same base.
func sameBase(a, b *Core) bool {
	if a.pool != nil || b.pool != nil || a.BaseID == b.BaseID {
		return a.pool == b.pool && a.BaseID == b.BaseID
	}
	return reflect.TypeOf(a.base) == reflect.TypeOf(b.base) && reflect.ValueOf(a.base).Comparable() && a.base == b.base
}

// asksForGzip reports whether a base asks for gzip by itself. If so, the chain asks in
// its place.
func asksForGzip(base http.RoundTripper, pool *transport.Pool) bool {
	if pool != nil {
		return pool.AsksForGzip()
	}
	t, is := base.(*http.Transport)
	return is && !t.DisableCompression
}

// isNetHTTP reports whether a base is a transport of net/http.
func isNetHTTP(base http.RoundTripper) bool {
	_, is := base.(*http.Transport)
	return is
}

// hasNetHTTPErrors reports whether a base that is none of net/http's fails with the
// errors of net/http, as that of package mock does.
func hasNetHTTPErrors(base http.RoundTripper) bool {
	b, ok := base.(interface{ NetHTTPErrors() bool })
	return ok && b.NetHTTPErrors()
}

// closeIdle closes the connections of the base that no call uses.
func (c *Core) closeIdle() {
	if b, ok := c.base.(interface{ CloseIdleConnections() }); ok {
		b.CloseIdleConnections()
	}
}
