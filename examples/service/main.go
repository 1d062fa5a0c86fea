// Service is a small shop: it takes orders over HTTP, asks a catalog for the
// price and lets a billing service charge it. Its package shop shows how a
// service uses outbound, and its tests how such a service is tested. This package
// shows how its calls are observed: logs, traces, metrics, and the pages of
// package inspect.
//
// Without upstreams it starts some of its own, which are slow and fail now and
// then, and customers who order. It is a module of its own, because of
// OpenTelemetry and Prometheus:
//
//	go -C examples/service run .
//
// Then look at:
//
//	http://127.0.0.1:8081/outbound/   its clients and their calls, live
//	http://127.0.0.1:8081/traces      the last traces, as text
//	http://127.0.0.1:8081/metrics     the metrics, for Prometheus
//
// With upstreams, a collector of traces, and a HAR file:
//
//	CATALOG_URL=https://catalog.internal BILLING_URL=https://billing.internal \
//	BILLING_ID=shop BILLING_SECRET=… OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318 \
//	HAR_FILE=calls.har go -C examples/service run .
package main

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"

	"example.com/outbound"
	"example.com/outbound/examples/service/shop"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, settings()); err != nil {
		log.Fatal(err)
	}
}

// config is what the service is started with.
type config struct {
	shop.Config
	public, admin string            // addresses to listen on
	log           io.Writer         // for the log of the clients
	otlp          bool              // the environment names a collector of traces
	har           string            // file for a HAR of all attempts, "" for none
	options       []outbound.Option // of the clients, after the shop's own
}

func settings() config {
	return config{
		Config: shop.Config{
			CatalogURL:    os.Getenv("CATALOG_URL"),
			BillingURL:    os.Getenv("BILLING_URL"),
			BillingID:     os.Getenv("BILLING_ID"),
			BillingSecret: os.Getenv("BILLING_SECRET"),
		},
		public: "127.0.0.1:8080",
		admin:  "127.0.0.1:8081",
		log:    os.Stderr,
		otlp:   os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" || os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != "",
		har:    os.Getenv("HAR_FILE"),
	}
}

// run serves until ctx ends or a server fails.
func run(ctx context.Context, cfg config) error {
	demo := cfg.CatalogURL == ""
	if demo {
		upstreams, err := startUpstreams(&cfg.Config)
		if err != nil {
			return err
		}
		defer upstreams.Close()
	}
	s, err := start(ctx, cfg)
	if err != nil {
		return err
	}
	if demo {
		go customers(ctx, s.publicURL)
	}
	log.Printf("orders: POST %s/orders/tea", s.publicURL)
	log.Printf("clients and calls: %[1]s/outbound/, traces: %[1]s/traces, metrics: %[1]s/metrics", s.adminURL)
	select {
	case err = <-s.failed:
	case <-ctx.Done():
	}
	return s.stop(err)
}
