package middleware

import (
	"net/http"

	"example.com/outbound/internal/call"
)

// IdempotencyKey puts one Idempotency-Key per POST or PATCH call on the
// request, the same on every attempt, so that the call may be sent again: the
// server keeps the second one from doing the work twice
// (draft-ietf-httpapi-idempotency-key-header). A key that the caller set wins.
//
// Stage: call. A key per attempt would be none.
func IdempotencyKey() Layer {
	return Before(func(req *http.Request) (*http.Request, error) {
		if req.Method != http.MethodPost && req.Method != http.MethodPatch || req.Header.Get("Idempotency-Key") != "" {
			return req, nil
		}
		key := newID()
		if record := call.From(req.Context()); record != nil {
			key = record.IdempotencyKey(key)
		}
		req = call.Writable(req)
		req.Header.Set("Idempotency-Key", key)
		return req, nil
	})
}
