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
)

// client returns the peer of that name, on the backend in memory.
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

// costOf is what a call of the peer of that name allocates.
func costOf(t *testing.T, name string, c cases.Case) measure.Cost {
	t.Helper()
	return measure.Allocs(300, calling(t, c, client(t, name, c.Mode)))
}

func TestACallAllocatesNoMoreThanPromised(t *testing.T) {
	bare, restyV2 := costOf(t, "net/http", cases.Parity), costOf(t, "resty v2", cases.ParityBounded)
	bareDecode := costOf(t, "net/http", cases.Decode)
	plain := costOf(t, "outbound HTTP()", cases.Plain)
	for _, tt := range []struct {
		way    string
		c      cases.Case
		allocs uint64
		bytes  uint64
	}{
		{"outbound HTTP()", cases.ParityBounded, limits.ParityHTTP, limits.ParityHTTPBytes},
		{"outbound HTTP()", cases.Parity, limits.ParityHTTP, limits.ParityHTTPBytes},
		{"outbound R()", cases.ParityBounded, min(restyV2.Allocs, limits.ParityR), min(restyV2.Bytes, limits.ParityRBytes)},
		{"outbound R()", cases.Parity, limits.ParityR, limits.ParityRBytes},
		{"outbound Get[T]", cases.ParityBounded, limits.ParityGet, bare.Bytes},
		{"outbound Get[T]", cases.Parity, limits.ParityGet, bare.Bytes},
		{"outbound HTTP()", cases.Plain, limits.PlainHTTP, limits.PlainHTTPBytes},
		{"outbound HTTP()", cases.Observed, plain.Allocs + limits.Observer, plain.Bytes + limits.ObserverBytes},
		{"outbound Get[T]", cases.Decode, bareDecode.Allocs + 2, bareDecode.Bytes},
		{"outbound HTTP()", cases.Flaky, limits.FlakyHTTP, limits.FlakyHTTPBytes},
		{"outbound HTTP()", cases.Obeying, limits.FlakyHTTP, limits.FlakyHTTPBytes},
	} {
		t.Run(tt.c.Name+" through "+tt.way, func(t *testing.T) {
			if got := costOf(t, tt.way, tt.c); got.Allocs > tt.allocs || got.Bytes > tt.bytes {
				t.Errorf("got %d allocations and %d bytes, want at most %d and %d", got.Allocs, got.Bytes, tt.allocs, tt.bytes)
			}
		})
	}
}

func TestTheBaseLineIsTheOneThatThePromisesWereMadeAgainst(t *testing.T) {
	for _, tt := range []struct {
		way  string
		c    cases.Case
		want uint64
	}{
		{"net/http", cases.Plain, 14},
		{"net/http", cases.Parity, 59},
		{"net/http", cases.ParityBounded, 84},
		{"hand-written loop", cases.Parity, 65},
		{"hand-written loop", cases.Flaky, 24},
	} {
		if got := costOf(t, tt.way, tt.c).Allocs; got != tt.want {
			t.Errorf("%s, %s: got %v allocations, want %v", tt.way, tt.c.Name, got, tt.want)
		}
	}
}
