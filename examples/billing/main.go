// Billing is the program of docs/getting-started.md: it finds an invoice and pays
// it, with the client of a preset.
//
//	BILLING_TOKEN=token go run ./examples/billing 7
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
)

func main() {
	log := zerolog.New(logging.Console(os.Stderr)).Level(zerolog.InfoLevel).With().Timestamp().Logger()
	client, err := outbound.New(Billing(), outbound.WithLogger(log))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer client.Close()
	if err := run(context.Background(), client, os.Args[1:]); err != nil {
		var he *outbound.HTTPError
		if errors.As(err, &he) {
			fmt.Fprint(os.Stderr, he.Explain())
		} else {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
}

func run(ctx context.Context, client *outbound.Client, args []string) error {
	if len(args) != 1 {
		return errors.New("usage: billing INVOICE")
	}
	invoice, err := find(ctx, client, args[0])
	if err != nil {
		return err
	}
	if err := pay(ctx, client, invoice.ID); err != nil {
		return err
	}
	fmt.Printf("paid invoice %s: %d cents\n", invoice.ID, invoice.Cents)
	return nil
}
