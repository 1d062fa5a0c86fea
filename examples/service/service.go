package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/examples/service/shop"
	"example.com/outbound/middleware/breaker"
)

// stopTimeout is how long the service waits for orders under way, and for spans
// that are being exported, before it ends.
const stopTimeout = 5 * time.Second

// service is a shop that takes orders, and what observes it.
type service struct {
	publicURL, adminURL string
	failed              chan error // the first error of a server
	shop                *shop.Shop
	telemetry           *telemetry
	public, admin       *http.Server
}

// start starts the service. Its ports are open when start returns.
func start(ctx context.Context, cfg config) (*service, error) {
	t, err := newTelemetry(ctx, cfg)
	if err != nil {
		return nil, err
	}
	s := &service{telemetry: t, failed: make(chan error, 2)}
	s.shop, err = shop.New(cfg.Config,
		outbound.WithLogger(zerolog.New(cfg.log).Level(zerolog.InfoLevel).With().Timestamp().Logger()),
		outbound.WithBreaker(breaker.Policy{}),
		t.observers(),
		outbound.Options(cfg.options...),
	)
	if err != nil {
		return nil, errors.Join(err, t.close(ctx))
	}
	for _, c := range s.shop.Clients() {
		t.inspector.Watch(c)
	}
	s.public, s.publicURL, err = s.serve(cfg.public, t.traced(s.shop.Handler()))
	if err == nil {
		s.admin, s.adminURL, err = s.serve(cfg.admin, t.admin())
	}
	if err != nil {
		return nil, s.stop(err)
	}
	return s, nil
}

// serve serves h on an address.
func (s *service) serve(addr string, h http.Handler) (*http.Server, string, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, "", err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	go func() { s.failed <- server.Serve(l) }()
	return server, "http://" + l.Addr().String(), nil
}

// stop ends the service. The admin server is closed and not shut down: a page that
// is open reads events without an end.
func (s *service) stop(err error) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	if s.public != nil {
		err = errors.Join(err, s.public.Shutdown(ctx))
	}
	if s.admin != nil {
		err = errors.Join(err, s.admin.Close())
	}
	return errors.Join(err, s.shop.Close(), s.telemetry.close(ctx))
}
