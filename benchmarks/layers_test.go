package main

import (
	"io"
	"slices"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/benchmarks/internal/backend"
)

func TestALayerSwitchedOffCostsNothingAndIsNotInTheChain(t *testing.T) {
	house := outbound.Options(
		outbound.Standard(),
		outbound.WithBaseURL("http://bench.example"), outbound.WithTransport(new(backend.Memory)))
	full := newClient(t, house,
		outbound.WithAuth(auth.Bearer("token")), outbound.WithLogger(zerolog.New(io.Discard)), outbound.WithIdempotencyKeys())
	for _, tt := range []struct {
		layer string
		off   outbound.Option
	}{
		{"deadline", outbound.WithTimeout(0)},
		{"attempt-timeout", outbound.WithAttemptTimeout(0)},
		{"request-id", outbound.WithRequestID("")},
	} {
		without, err := full.With(tt.off)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(without.Chain(), tt.layer) {
			t.Errorf("%s is off, got chain %v", tt.layer, without.Chain())
		}
	}
	bare := newClient(t, outbound.WithBaseURL("http://bench.example"), outbound.WithTransport(new(backend.Memory)),
		outbound.WithTimeout(0), outbound.WithAttemptTimeout(0), outbound.WithBodyIdleTimeout(0))
	if got, want := bare.Chain(), []string{"headers", "classify", "transport"}; !slices.Equal(got, want) {
		t.Errorf("everything is off: got chain %v, want %v", got, want)
	}
}

func newClient(t *testing.T, opts ...outbound.Option) *outbound.Client {
	t.Helper()
	c, err := outbound.New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
