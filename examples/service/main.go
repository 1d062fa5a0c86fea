// Service is a small shop: it takes orders over HTTP, asks a catalog for the
// price and lets a billing service charge it. Its package shop shows how a
// service uses outbound, and its tests how such a service is tested.
//
// Without upstreams it starts some of its own, which are slow and fail now and
// then, and customers who order:
//
//	go run ./examples/service
//
// Then http://127.0.0.1:8081/outbound/ shows what its clients do. With upstreams:
//
//	CATALOG_URL=https://catalog.internal BILLING_URL=https://billing.internal \
//	BILLING_ID=shop BILLING_SECRET=… go run ./examples/service
package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/examples/service/shop"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/observe/inspect"
)

const (
	shopAddr  = "127.0.0.1:8080"
	adminAddr = "127.0.0.1:8081"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	cfg := shop.Config{
		CatalogURL:    os.Getenv("CATALOG_URL"),
		BillingURL:    os.Getenv("BILLING_URL"),
		BillingID:     os.Getenv("BILLING_ID"),
		BillingSecret: os.Getenv("BILLING_SECRET"),
	}
	if cfg.CatalogURL == "" {
		d, err := startDemo(ctx, &cfg)
		if err != nil {
			return err
		}
		defer d.Close()
	}

	inspector := inspect.New(inspect.Isolate())
	s, err := shop.New(cfg,
		outbound.WithLogger(zerolog.New(os.Stderr).With().Timestamp().Logger()),
		outbound.WithObserver(inspector.Observer()),
		outbound.WithBreaker(breaker.Policy{}),
	)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	for _, c := range s.Clients() {
		inspector.Watch(c)
	}

	admin := http.NewServeMux()
	admin.Handle("/outbound/", http.StripPrefix("/outbound", inspector))
	return serve(ctx, server(shopAddr, s.Handler()), server(adminAddr, admin))
}

func server(addr string, h http.Handler) *http.Server {
	return &http.Server{Addr: addr, Handler: h, ReadHeaderTimeout: 5 * time.Second}
}

// serve serves until ctx ends or a server fails. The admin server is closed and not
// shut down: a page that is open reads events without an end.
func serve(ctx context.Context, public, admin *http.Server) error {
	failed := make(chan error, 2)
	for _, s := range []*http.Server{public, admin} {
		go func() { failed <- s.ListenAndServe() }()
	}
	log.Printf("orders: POST http://%s/orders/tea, clients and calls: http://%s/outbound/", public.Addr, admin.Addr)
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	return errors.Join(err, admin.Close(), public.Shutdown(context.WithoutCancel(ctx)))
}
