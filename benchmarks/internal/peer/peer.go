// Package peer puts every client under test behind one interface. One file
// holds one client, used as its own documentation shows it.
package peer

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"example.com/outbound/benchmarks/internal/wire"
)

// Peer is a way to make HTTP calls.
type Peer struct {
	Name string
	// New returns a client of the peer, or nil if the peer cannot do what mode
	// asks for.
	New func(mode Mode, s Setup) Client
}

// Mode is how much a client does beyond the call itself.
type Mode int

const (
	// Bare makes one call and nothing else: every optional feature is off.
	Bare Mode = iota
	// Retrying makes up to four attempts, without waits between them.
	Retrying
	// Full is Retrying, one structured log line per call, an Authorization
	// field and a request ID, each by the peer's own means where it has them.
	// It keeps whatever else the peer does by default, such as timeouts.
	Full
)

// Setup is what all clients of one measurement share.
type Setup struct {
	Base http.RoundTripper // beneath the client
	URL  string            // scheme and authority; the paths are in package wire
	Log  io.Writer         // where [Full] logs to
}

// Client makes the calls that the cases are built from. Its methods are safe
// for concurrent use; paths are appended to [Setup.URL].
type Client interface {
	// Get drops the body.
	Get(ctx context.Context, path string) error
	// Decode decodes the body into a value.
	Decode(ctx context.Context, path string) (wire.Order, error)
	// List decodes the body into many values.
	List(ctx context.Context, path string) ([]wire.Order, error)
	// Post encodes in and decodes the answer.
	Post(ctx context.Context, path string, in any) (wire.Order, error)
	// Bytes reads the body into memory.
	Bytes(ctx context.Context, path string) ([]byte, error)
	// Stream copies the body to w.
	Stream(ctx context.Context, path string, w io.Writer) error
}

// All returns the peers in the order of the tables: the base line first.
func All() []Peer {
	return []Peer{
		netHTTP,
		outboundHTTP,
		outboundR,
		outboundGet,
		handLoop,
		retryableNative,
		retryableStandard,
		failsafe,
		heimdallV7,
		azcorePipeline,
		otel,
		restyV2,
		restyV3,
		reqV3,
	}
}

// Named returns the peer of that name.
func Named(name string) (Peer, error) {
	for _, p := range All() {
		if p.Name == name {
			return p, nil
		}
	}
	return Peer{}, fmt.Errorf("peer: none is called %q", name)
}
