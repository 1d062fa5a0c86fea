// Package cases is what the clients are asked to do.
package cases

import (
	"context"
	"slices"

	"example.com/outbound/benchmarks/internal/peer"
	"example.com/outbound/benchmarks/internal/wire"
)

// Case is one operation, the same for every peer. Its name is unique.
type Case struct {
	Name  string
	Mode  peer.Mode
	Call  func(context.Context, peer.Client) error `json:"-"`
	Body  int                                      // bytes of the answer, if it is a big one
	Thin  int                                      // divides the number of rounds, where an operation is long; 0 = not
	Peers []string                                 // those that take part; nil: all
}

// For reports whether the peer of that name takes part.
func (c Case) For(name string) bool { return c.Peers == nil || slices.Contains(c.Peers, name) }

// The small cases. Parity is what a service really does, and ParityBounded the
// same with a bound on the call and one on the attempt: with both, all clients do
// the same work.
var (
	ParityBounded = Case{Name: "parity with bounds", Mode: peer.Bounded, Call: decode}
	Parity        = Case{Name: "parity", Mode: peer.Full, Call: decode}
	Plain         = Case{Name: "GET 1 KiB", Call: get(wire.ItemPath)}
	Decode        = Case{Name: "GET and decode", Call: decode}
	Post          = Case{Name: "POST 4 KiB and decode", Call: post}
	Observed      = Case{Name: "GET with observers", Mode: peer.Observed, Call: get(wire.ItemPath)}
	Flaky         = Case{Name: "503, 503, 200", Mode: peer.Retrying, Call: get(wire.FlakyPath)}
	Obeying       = Case{Name: "503, 503, 200 with Retry-After", Mode: peer.Obeying, Call: get(wire.WaitPath)}
)

// Calls returns the small cases.
func Calls() []Case {
	return []Case{ParityBounded, Parity, Plain, Decode, Post, Observed, Flaky, Obeying}
}

// The big bodies. Those clients that leave the decoding to their caller are all
// the same there, and the list is left to a few.
var (
	Bytes = Case{Name: "10 MiB into bytes", Call: bytes, Body: len(wire.Big), Thin: 4}
	List  = Case{Name: "10 MiB of JSON into values", Call: list(wire.ListPath), Body: len(wire.List), Thin: 20,
		Peers: []string{"net/http", "outbound R()", "outbound Get[T]", "resty v2"}}
	Stream = Case{Name: "10 MiB streamed", Call: stream, Body: len(wire.Big)}
)

// Bodies returns the cases of big bodies.
func Bodies() []Case { return []Case{Bytes, List, Stream} }

// Lists returns those that decode answers of three sizes.
func Lists() []Case {
	return []Case{
		{Name: "decode 1 KiB", Call: list(wire.OnePath)},
		{Name: "decode 10 KiB", Call: list(wire.TenPath)},
		{Name: "decode 100 KiB", Call: list(wire.HundredPath)},
	}
}
