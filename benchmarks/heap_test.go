package main

import (
	"context"
	"encoding/json"
	"testing"

	"example.com/outbound"
	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/limits"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/suite"
	"example.com/outbound/benchmarks/internal/wire"
)

func TestABigBodyIsHeldOnce(t *testing.T) {
	c := newClient(t, outbound.WithBaseURL("http://bench.example"), outbound.WithTransport(new(backend.Memory)))
	ctx := context.Background()
	for _, tt := range []struct {
		into string
		get  func() error
		most uint64
	}{
		{"[]byte", func() error { _, err := outbound.Get[[]byte](ctx, c, wire.BigPath); return err }, limits.BigBytes},
		{"string", func() error { _, err := outbound.Get[string](ctx, c, wire.BigPath); return err }, limits.BigBytes},
		{"values", func() error { _, err := outbound.Get[[]wire.Order](ctx, c, wire.ListPath); return err }, intoValues(t)},
	} {
		t.Run(tt.into, func(t *testing.T) {
			got := measure.Allocs(3, func() {
				if err := tt.get(); err != nil {
					t.Fatal(err)
				}
			})
			if got.Bytes > tt.most {
				t.Errorf("got %d bytes allocated, want at most %d", got.Bytes, tt.most)
			}
		})
	}
}

// intoValues is what the decoder needs by itself, and a tenth more than the body.
func intoValues(t *testing.T) uint64 {
	t.Helper()
	alone := measure.Allocs(3, func() {
		var v []wire.Order
		if err := json.Unmarshal(wire.List, &v); err != nil {
			t.Fatal(err)
		}
	})
	return alone.Bytes + uint64(limits.BigPeak*float64(len(wire.List)))
}

func TestTheHeapStaysLowWhileABigBodyComes(t *testing.T) {
	for _, tt := range []struct {
		does string
		way  string
		c    cases.Case
		most float64
	}{
		{"bytes through Get[T]", "outbound Get[T]", cases.Bytes, limits.BigPeak * float64(len(wire.Big))},
		{"a stream through HTTP()", "outbound HTTP()", cases.Stream, limits.StreamPeak},
		{"a stream through Do", "outbound Get[T]", cases.Stream, limits.StreamPeak},
		{"a stream through R()", "outbound R()", cases.Stream, limits.StreamPeak},
	} {
		t.Run(tt.does, func(t *testing.T) {
			got, err := suite.Peak(tt.c, tt.way)
			if err != nil {
				t.Fatal(err)
			}
			if got > tt.most {
				t.Errorf("got a heap of %.0f bytes, want at most %.0f", got, tt.most)
			}
		})
	}
}

// A call in flight is the memory of a service whose neighbour is slow. The stack of
// a goroutine doubles when it is full: the frames of a call are just short of 4 KiB.
func TestACallInFlightHoldsLessThanNetHTTPsWithTheSameBounds(t *testing.T) {
	const calls = 2000
	bare, err := suite.Held("net/http", calls)
	if err != nil {
		t.Fatal(err)
	}
	for way, most := range map[string]float64{
		"outbound HTTP()": limits.InFlightBytes, "outbound Get[T]": limits.InFlightBytes, "outbound R()": limits.InFlightBytesOfR,
	} {
		t.Run(way, func(t *testing.T) {
			got, err := suite.Held(way, calls)
			if err != nil {
				t.Fatal(err)
			}
			if most *= bare.Bytes(); got.Bytes() > most {
				t.Errorf("got %.0f bytes of heap and %.0f of stack for a call, want at most %.0f together", got.Heap, got.Stack, most)
			}
			if way != "outbound R()" && got.Stack > limits.InFlightStack {
				t.Errorf("got %.0f bytes of stack for a call, want at most %d", got.Stack, limits.InFlightStack)
			}
		})
	}
}
