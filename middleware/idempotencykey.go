package middleware

import (
	"net/http"

	"example.com/outbound/internal/callinfo"
)

// IdempotencyKey puts one Idempotency-Key per POST or PATCH call on the
// request, the same on every attempt, so that the call may be sent again: the
// server keeps the second one from doing the work twice
// (draft-ietf-httpapi-idempotency-key-header). A key that the caller set wins.
//
// Stage: call. A key per attempt would be none.
func IdempotencyKey() Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return Func(func(req *http.Request) (*http.Response, error) {
			if req.Method != http.MethodPost && req.Method != http.MethodPatch || req.Header.Get("Idempotency-Key") != "" {
				return next.RoundTrip(req)
			}
			key := newID()
			if call := callinfo.From(req.Context()); call != nil {
				if call.IdempotencyKey == "" {
					call.IdempotencyKey = key
				}
				key = call.IdempotencyKey
			}
			req = callinfo.Writable(req)
			req.Header.Set("Idempotency-Key", key)
			return next.RoundTrip(req)
		})
	}
}
