package middleware

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
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

// newID returns a random UUID (RFC 9562, section 5.4). It is unique, not
// secret.
func newID() string {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], rand.Uint64())
	binary.BigEndian.PutUint64(raw[8:], rand.Uint64())
	raw[6] = raw[6]&0x0f | 0x40
	raw[8] = raw[8]&0x3f | 0x80

	var text [36]byte
	hex.Encode(text[0:8], raw[0:4])
	hex.Encode(text[9:13], raw[4:6])
	hex.Encode(text[14:18], raw[6:8])
	hex.Encode(text[19:23], raw[8:10])
	hex.Encode(text[24:36], raw[10:16])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}
