package platform

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"example.com/outbound/middleware"
)

// The fields that go from an inbound request to the outbound ones.
const (
	requestID = "X-Request-Id"
	deadline  = "X-Deadline-Ms" // how long the caller waits
	tenant    = "X-Tenant"
)

type tenantKey struct{}

// Inbound puts what a request brings along into its context. Calls that are made with
// that context have the same request ID and tenant, and end when the caller has stopped
// waiting.
func Inbound(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		ctx := req.Context()
		if id := req.Header.Get(requestID); id != "" {
			ctx = middleware.ContextWithRequestID(ctx, id)
		}
		if name := req.Header.Get(tenant); name != "" {
			ctx = context.WithValue(ctx, tenantKey{}, name)
		}
		if ms, err := strconv.ParseInt(req.Header.Get(deadline), 10, 32); err == nil && ms > 0 {
			bounded, cancel := context.WithTimeout(ctx, time.Duration(ms)*time.Millisecond)
			defer cancel()
			ctx = bounded
		}
		next.ServeHTTP(w, req.WithContext(ctx))
	})
}

// withTenant names the tenant of the inbound request to the upstream, and to no other
// host that a redirect may lead to.
func withTenant(req *http.Request) (*http.Request, error) {
	name, ok := req.Context().Value(tenantKey{}).(string)
	call, _ := middleware.CallFrom(req.Context())
	if !ok || !call.AtHome(req.URL) {
		return req, nil
	}
	req = req.Clone(req.Context())
	req.Header.Set(tenant, name)
	return req, nil
}
