// Service is a small shop: it takes orders over HTTP, asks a catalog for the
// price and lets a billing service charge it. Its package shop shows how a
// service uses outbound, and its tests how such a service is tested.
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
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	s, err := shop.New(shop.Config{
		CatalogURL:    os.Getenv("CATALOG_URL"),
		BillingURL:    os.Getenv("BILLING_URL"),
		BillingID:     os.Getenv("BILLING_ID"),
		BillingSecret: os.Getenv("BILLING_SECRET"),
	}, outbound.WithLogger(zerolog.New(os.Stderr).With().Timestamp().Logger()))
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()

	server := &http.Server{Addr: "127.0.0.1:8080", Handler: s.Handler(), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Shutdown(context.WithoutCancel(ctx))
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
