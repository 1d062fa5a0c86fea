package main

import (
	"context"
	"io"
	"testing"

	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/limits"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
	"example.com/outbound/benchmarks/internal/suite"
)

// client returns outbound's way of that name, on the backend in memory.
func client(t *testing.T, name string, mode peer.Mode) peer.Client {
	t.Helper()
	p, err := peer.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	return p.New(mode, peer.Setup{Base: new(backend.Memory), URL: "http://bench.example", Log: io.Discard})
}

// calling returns one operation of c, which must succeed.
func calling(t *testing.T, c cases.Case, client peer.Client) func() {
	return func() {
		if err := c.Call(context.Background(), client); err != nil {
			t.Fatal(err)
		}
	}
}

func TestACallAllocatesNoMoreThanPromised(t *testing.T) {
	for _, tt := range []struct {
		does   string
		way    string
		c      cases.Case
		allocs float64
		bytes  uint64 // 0 = not held
	}{
		{"parity through HTTP()", "outbound HTTP()", cases.Parity, limits.ParityHTTP, limits.ParityHTTPBytesNow},
		{"parity through R()", "outbound R()", cases.Parity, limits.ParityR, limits.ParityRBytesNow},
		{"parity through Get[T]", "outbound Get[T]", cases.Parity, limits.ParityGet, bareBytes(t)},
		{"a plain GET through HTTP()", "outbound HTTP()", cases.Plain, limits.PlainHTTP, 0},
		{"two 503s and a 200 through HTTP()", "outbound HTTP()", cases.Flaky, limits.FlakyHTTP, 0},
	} {
		t.Run(tt.does, func(t *testing.T) {
			call := calling(t, tt.c, client(t, tt.way, tt.c.Mode))
			if got := testing.AllocsPerRun(300, call); got > tt.allocs {
				t.Errorf("got %v allocations, want at most %v", got, tt.allocs)
			}
			if got := measure.Allocs(300, call).Bytes; tt.bytes > 0 && got > tt.bytes {
				t.Errorf("got %d bytes, want at most %d", got, tt.bytes)
			}
		})
	}
}

// bareBytes is what net/http with io.ReadAll needs to get and decode the same.
func bareBytes(t *testing.T) uint64 {
	t.Helper()
	return measure.Allocs(300, calling(t, cases.Parity, client(t, "net/http", peer.Full))).Bytes
}

func TestTheBaseLineIsTheOneThatThePromisesWereMadeAgainst(t *testing.T) {
	for _, tt := range []struct {
		way  string
		c    cases.Case
		want float64
	}{
		{"net/http", cases.Plain, 14},
		{"net/http", cases.Parity, 59},
		{"hand-written loop", cases.Parity, 65},
		{"hand-written loop", cases.Flaky, 24},
	} {
		call := calling(t, tt.c, client(t, tt.way, tt.c.Mode))
		if got := testing.AllocsPerRun(300, call); got != tt.want {
			t.Errorf("%s, %s: got %v allocations, want %v", tt.way, tt.c.Name, got, tt.want)
		}
	}
}

// The bytes that are promised for parity are fewer than any client needs that
// does not write to its caller's request. Where this fails, they have come into
// reach.
func TestTheBytesOfParityAreOutOfReach(t *testing.T) {
	if least := bareBytes(t) + suite.Least().Bytes; least <= limits.ParityHTTPBytes {
		t.Errorf("net/http, a copy of the request and its header need %d bytes: hold %d", least, limits.ParityHTTPBytes)
	}
}
