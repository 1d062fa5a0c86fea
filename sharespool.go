package outbound

import "net/http"

// SharesPool reports whether rt is the transport of a client with the same
// connections as e's. It is true of a client without a pool of its own, on the
// base of WithTransport. Package config asks it before it closes connections.
func (e *edge) SharesPool(rt http.RoundTripper) bool {
	o, ok := rt.(*edge)
	return ok && (e.core.pool == nil || e.core.pool == o.core.pool)
}
