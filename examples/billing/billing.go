package main

import (
	"context"
	"errors"
	"os"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
)

// Billing is the preset for calls to the billing service.
func Billing() outbound.Option {
	return outbound.Preset("billing",
		outbound.Standard(),
		outbound.WithBaseURL("https://billing.example.com"),
		outbound.WithAuth(auth.Bearer(os.Getenv("BILLING_TOKEN"))),
		outbound.WithTimeout(20*time.Second),
	)
}

type Invoice struct {
	ID    string `json:"id"`
	Cents int    `json:"cents"`
}

var errNoSuchInvoice = errors.New("no such invoice")

// find returns the invoice with the ID.
func find(ctx context.Context, client *outbound.Client, id string) (Invoice, error) {
	invoice, err := outbound.Get[Invoice](ctx, client, "/invoices/{id}",
		outbound.PathParam("id", id), outbound.Operation("find invoice"))
	if errors.Is(err, httperror.Status(404)) {
		return Invoice{}, errNoSuchInvoice
	}
	return invoice, err
}

// pay pays an invoice. The key is the same for every attempt and every call, so
// that the service books the payment once.
func pay(ctx context.Context, client *outbound.Client, id string) error {
	_, err := outbound.Post[struct{}](ctx, client, "/invoices/{id}/payments", nil,
		outbound.PathParam("id", id), outbound.Operation("pay invoice"),
		outbound.Header("Idempotency-Key", "payment-"+id))
	return err
}
