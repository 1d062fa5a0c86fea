package middleware

import (
	"context"
	"net/http"

	"example.com/outbound/internal/call"
)

type requestIDKey struct{}

// ContextWithRequestID returns a context whose calls carry id as their request
// ID, as a service does with the ID of the request that it is serving.
func ContextWithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID puts one ID per call into the field named header, the same on every
// attempt and hop. An ID that the request has already wins, then one of the
// context (see [ContextWithRequestID]), then a new one: 128 random bits as a
// UUID. With an empty header the layer is nil.
//
// Stage: call. All attempts of a call are one thing to whoever reads the logs.
func RequestID(header string) Layer {
	if header == "" {
		return nil
	}
	header = http.CanonicalHeaderKey(header)
	return Before(func(req *http.Request) (*http.Request, error) {
		record := call.From(req.Context())
		if values := req.Header[header]; len(values) > 0 && values[0] != "" {
			record.SetRequestID(values[0])
			return req, nil
		}
		id := idFor(req.Context(), record)
		req = call.Writable(req)
		req.Header[header] = record.SetRequestID(id)
		return req, nil
	})
}

// idFor is the ID of the call so far, of the context, or a new one.
func idFor(ctx context.Context, record *call.Call) string {
	if record != nil && record.RequestID() != "" {
		return record.RequestID()
	}
	if id, ok := ctx.Value(requestIDKey{}).(string); ok && id != "" {
		return id
	}
	return newID()
}
