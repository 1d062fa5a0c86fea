package suite

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/wire"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

// Layer is what a plain GET through HTTP() needs with one option switched on.
type Layer struct {
	Name string
	Cost measure.Cost
}

// layers measures the bare client first and then each option on top of it.
func (s *Suite) layers() []Layer {
	off := outbound.Options(
		outbound.WithBaseURL(inMemory),
		outbound.WithTimeout(0), outbound.WithAttemptTimeout(0), outbound.WithBodyIdleTimeout(0))
	var all []Layer
	for _, l := range []struct {
		name string
		on   outbound.Option
	}{
		{"everything off", nil},
		{"WithTimeout", outbound.WithTimeout(time.Minute)},
		{"WithAttemptTimeout", outbound.WithAttemptTimeout(10 * time.Second)},
		{"WithBodyIdleTimeout", outbound.WithBodyIdleTimeout(30 * time.Second)},
		{"WithHeader", outbound.WithHeader("Accept-Language", "en")},
		{"WithRequestID", outbound.WithRequestID("X-Request-Id")},
		{"WithIdempotencyKeys", outbound.WithIdempotencyKeys()},
		{"WithRetry", outbound.WithRetry(retry.Policy{})},
		{"WithAuth", outbound.WithAuth(auth.Bearer("token"))},
		{"WithLogger", outbound.WithLogger(zerolog.New(io.Discard).Level(zerolog.InfoLevel))},
		{"WithBreaker", outbound.WithBreaker(breaker.Policy{})},
		{"WithGate", outbound.WithGate(limit.Gate{})},
		{"WithRateLimit", outbound.WithRateLimit(limit.Rate{N: 1e9})},
		{"WithConcurrency", outbound.WithConcurrency(limit.Concurrency{Max: 200})},
		{"Standard", outbound.Standard()},
		{"Resilient and WithRateLimit", outbound.Options(outbound.Resilient(), outbound.WithRateLimit(limit.Rate{N: 1e9}))},
	} {
		c, err := outbound.New(off, outbound.WithTransport(new(backend.Memory)), l.on)
		if err != nil {
			s.err.set(err)
			return nil
		}
		all = append(all, Layer{l.name, measure.Allocs(300, s.plain(c.HTTP()))})
	}
	return all
}

// plain returns a GET by a standard client.
func (s *Suite) plain(c *http.Client) func() {
	return func() {
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, inMemory+wire.ItemPath, nil)
		if err != nil {
			s.err.set(err)
			return
		}
		resp, err := c.Do(req)
		if err != nil {
			s.err.set(err)
			return
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
}
