package main

import (
	"io"
	"testing"

	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/limits"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
	"example.com/outbound/benchmarks/internal/suite"
)

func TestACallOfManyAttemptsKeepsNoMoreThanOneOfAThousand(t *testing.T) {
	for _, way := range []string{"outbound HTTP()", "outbound R()", "outbound Get[T]"} {
		heaps, err := suite.Grown(way, []int{1_000, 100_000})
		if err != nil {
			t.Fatal(err)
		}
		if grown := heaps[1] - heaps[0]; grown > limits.LongRetryBytes {
			t.Errorf("%s: got %.0f bytes more after 100 000 attempts, want at most %d", way, grown, limits.LongRetryBytes)
		}
	}
}

func TestAClientIsMadeWithFewAllocations(t *testing.T) {
	for _, way := range []string{"outbound HTTP()", "outbound R()", "outbound Get[T]"} {
		p, err := peer.Named(way)
		if err != nil {
			t.Fatal(err)
		}
		setup := peer.Setup{Base: new(backend.Memory), URL: "http://bench.example", Log: io.Discard}
		got := measure.Allocs(50, func() { p.New(peer.Full, setup) })
		if got.Allocs > limits.NewAllocs || got.Bytes > limits.NewBytes {
			t.Errorf("%s: got %d allocations and %d bytes, want at most %d and %d", way, got.Allocs, got.Bytes, limits.NewAllocs, limits.NewBytes)
		}
	}
}

func TestTypedDecodingNeedsFewerBytesThanReadingAndDecoding(t *testing.T) {
	for _, codec := range peer.Codecs() {
		for _, c := range cases.Lists() {
			cost := func(name string) measure.Cost {
				p, err := peer.Named(name)
				if err != nil {
					t.Fatal(err)
				}
				setup := peer.Setup{Base: new(backend.Memory), URL: "http://bench.example", Log: io.Discard, Codec: &codec}
				return measure.Allocs(100, calling(t, c, p.New(c.Mode, setup)))
			}
			most := cost("net/http").Bytes
			if codec.Name != peer.Standard.Name {
				most += limits.DecodeBytes // the codec may keep its input, which is copied therefore
			}
			if got := cost("outbound Get[T]"); got.Bytes > most {
				t.Errorf("%s, %s: got %d bytes, want at most %d", c.Name, codec.Name, got.Bytes, most)
			}
		}
	}
}
