package backend

import (
	"net/http"

	"example.com/outbound/benchmarks/internal/wire"
)

// Endless answers 503 until the last attempt, which gets the item. It serves one
// call.
type Endless struct {
	Memory
	Last int
	Look func(attempt int) // before each answer

	attempt int
}

// RoundTrip implements [http.RoundTripper].
func (e *Endless) RoundTrip(req *http.Request) (*http.Response, error) {
	e.attempt++
	e.Look(e.attempt)
	if e.attempt < e.Last {
		return &http.Response{
			Status: later.line, StatusCode: later.status,
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: bare, Body: http.NoBody, Request: req,
		}, nil
	}
	if req.URL.Path != wire.ItemPath {
		return nil, http.ErrNotSupported
	}
	return e.Memory.RoundTrip(req)
}
