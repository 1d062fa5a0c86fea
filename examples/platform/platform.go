// Package platform is what the platform team of an organisation keeps between its
// services and outbound: a preset with the rules of the organisation, and what an
// inbound request passes on to the outbound calls that serve it.
package platform

import (
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
)

// New returns a client for one upstream. The options come after those of the preset
// and win over them.
func New(upstream, baseURL string, log zerolog.Logger, opts ...outbound.Option) (*outbound.Client, error) {
	return outbound.New(Preset(upstream, log), outbound.WithBaseURL(baseURL), outbound.Options(opts...))
}

// Preset has the rules that hold for every call of the organisation. The name of the
// upstream is in logs, metrics and errors.
func Preset(upstream string, log zerolog.Logger) outbound.Option {
	return outbound.Preset(upstream,
		outbound.Resilient(), // retries with a budget, circuit breaker, gate, 200 requests at a time
		outbound.WithTimeout(20*time.Second),
		outbound.WithUserAgent("acme/1.0"),
		outbound.WithSecretNames("X-Acme-Token"),
		outbound.WithRequestID(requestID),
		outbound.WithDeadlineHeader(deadline),
		outbound.WithLayer(middleware.PerCall, "tenant", middleware.Before(withTenant)),
		outbound.WithLogger(log, logging.Slow(5*time.Second)),
	)
}
