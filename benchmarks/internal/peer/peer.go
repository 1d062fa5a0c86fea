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

// Setup is what all clients of one measurement share.
type Setup struct {
	Base     http.RoundTripper // beneath the client
	URL      string            // scheme and authority; the paths are in package wire; "": paths are whole URLs
	Log      io.Writer         // where [Full] logs to
	Attempts int               // the most of a call where the client retries; 0: four
	Codec    *Codec            // nil: the standard library's; only some peers take another
}

// attempts is the number of attempts of a call where the client retries.
func (s Setup) attempts() int {
	if s.Attempts == 0 {
		return 4
	}
	return s.Attempts
}

func (s Setup) codec() Codec {
	if s.Codec == nil {
		return Standard
	}
	return *s.Codec
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
		failsafeHTTP,
		heimdallV7,
		azcorePipeline,
		otel,
		restyV2,
		restyV3,
		reqV3,
	}
}

// Names returns the names of all peers in that order.
func Names() (all []string) {
	for _, p := range All() {
		all = append(all, p.Name)
	}
	return all
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
