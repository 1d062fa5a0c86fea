package outbound_test

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

var update = flag.Bool("update", false, "write the golden files of testdata/chain anew")

func TestTheChainOfAPresetIsItsGoldenFile(t *testing.T) {
	for name, opts := range map[string][]outbound.Option{
		"new":              nil,
		"standard":         {outbound.Standard()},
		"internal-network": {outbound.InternalNetwork()},
		"resilient":        {outbound.Resilient()},
		"everything":       doortest.Everything(),
	} {
		t.Run(name, func(t *testing.T) {
			golden := filepath.Join("testdata", "chain", name+".txt")
			got := strings.Join(doortest.NewClient(t, opts...).Chain(), "\n") + "\n"
			if *update {
				if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatalf("%v; go test -run %s -update writes it", err, t.Name())
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("the chain is another one than %s (-want +got):\n%s", golden, diff)
			}
		})
	}
}

// The order is part of the contract: no option, preset or package moves a layer.
func TestWithEverythingOnTheChainIsTheOneOfTheDesign(t *testing.T) {
	want := []string{
		"deadline", "headers", "request-id", "idempotency-key", "mine", "log", "retry",
		"breaker", "gate", "rate-limit", "concurrency", "attempt-timeout", "mine-too", "auth", "log-attempts", "classify", "transport",
	}
	if diff := cmp.Diff(want, doortest.NewClient(t, doortest.Everything()...).Chain()); diff != "" {
		t.Errorf("Chain (-want +got):\n%s", diff)
	}
	reversed := doortest.Everything()
	slices.Reverse(reversed[1:]) // Standard stays first: later options win
	if diff := cmp.Diff(want, doortest.NewClient(t, reversed...).Chain()); diff != "" {
		t.Errorf("the order of the options moved a layer (-want +got):\n%s", diff)
	}
}

func TestALayerThatIsOffIsAbsent(t *testing.T) {
	base := outbound.WithBaseURL("https://a.example")
	for _, c := range []struct {
		layer   string
		on, off outbound.Option
	}{
		{"deadline", outbound.WithTimeout(time.Minute), outbound.WithTimeout(0)},
		{"attempt-timeout", outbound.WithAttemptTimeout(time.Second), outbound.WithAttemptTimeout(0)},
		{"request-id", outbound.WithRequestID("X-Request-Id"), outbound.WithRequestID("")},
		{"idempotency-key", outbound.WithIdempotencyKeys(), nil},
		{"breaker", outbound.WithBreaker(breaker.Policy{}), nil},
		{"gate", outbound.WithGate(limit.Gate{}), nil},
		{"rate-limit", outbound.WithRateLimit(limit.Rate{N: 1}), nil},
		{"concurrency", outbound.WithConcurrency(limit.Concurrency{Max: 1}), nil},
		{"mine", outbound.WithLayer(middleware.PerCall, "mine", doortest.Pass), nil},
		{"mine", outbound.WithLayer(middleware.PerAttempt, "mine", doortest.Pass), nil},
		{"retry", outbound.WithRetry(retry.Policy{}), nil},
		{"auth", outbound.WithAuth(auth.Bearer("t")), nil},
		{"log", outbound.WithLogger(zerolog.New(io.Discard)), nil},
		{"log-attempts", outbound.WithLogger(zerolog.New(io.Discard)), nil},
		{"transport (insecure)", outbound.WithInsecureSkipVerify(), nil},
	} {
		t.Run(c.layer, func(t *testing.T) {
			if got := doortest.NewClient(t, base, c.on).Chain(); !slices.Contains(got, c.layer) {
				t.Errorf("on: got %q, want %q in it", got, c.layer)
			}
			if got := doortest.NewClient(t, base, c.off).Chain(); slices.Contains(got, c.layer) {
				t.Errorf("off: got %q, want no %q in it", got, c.layer)
			}
		})
	}
}

func TestTheListThatChainReturnsIsTheCallers(t *testing.T) {
	c := doortest.NewClient(t)
	c.Chain()[0] = "mine"
	if got := c.Chain()[0]; got != "deadline" {
		t.Errorf("got %q as the first layer, want deadline", got)
	}
}
