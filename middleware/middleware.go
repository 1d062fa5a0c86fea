// Package middleware is the chain: what a layer is, how layers are put on a
// base, and the layers that need no configuration but their own arguments.
//
// A layer takes the next [http.RoundTripper] and returns one. It leaves the
// caller's request alone (writes to a copy), returns a response or an error and
// never both, closes the request body, closes every response that it drops, and
// ends with the request's context. Package layertest holds a layer to that.
//
// To read first: [Layer] and [Func], by which a layer is a function; [Stage], the
// two places for layers of your own; [CallFrom] and [Call], what a layer can ask
// about the call that it is part of; [Before], for layers that only prepare the
// request; [Refuse], the way to end a request with an error. [Chain] puts layers on a
// base without a client. The other functions are layers that options of the client
// switch on.
package middleware

import (
	"net/http"

	"example.com/outbound/httperror"
)

// Layer is one link of the chain.
type Layer func(next http.RoundTripper) http.RoundTripper

// Func is a function as a [http.RoundTripper].
type Func func(*http.Request) (*http.Response, error)

// RoundTrip calls f.
func (f Func) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// Stage says how often a layer is passed.
type Stage int

const (
	// PerCall layers are passed once per hop of a call (the first request, and each
	// redirect that is followed), outside retry.
	PerCall Stage = iota
	// PerAttempt layers are passed once per send, inside retry. They get a copy
	// of the request of their own on every attempt.
	PerAttempt
)

// String returns the stage's name.
func (s Stage) String() string {
	switch s {
	case PerCall:
		return "per call"
	case PerAttempt:
		return "per attempt"
	}
	return "unknown stage"
}

// Chain puts layers on base. The first is outermost; nil layers are skipped.
func Chain(base http.RoundTripper, layers ...Layer) http.RoundTripper {
	for i := len(layers) - 1; i >= 0; i-- {
		if layers[i] != nil {
			base = layers[i](base)
		}
	}
	return base
}

// Refuse ends a request that is not sent: it closes the request body and
// returns an error of the given kind.
func Refuse(req *http.Request, kind httperror.Kind, err error) (*http.Response, error) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return nil, &httperror.Error{Kind: kind, Err: err}
}
