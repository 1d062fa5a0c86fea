// Package shop takes orders: it asks a catalog for the price and lets a billing
// service charge it.
package shop

import (
	"context"
	"errors"
	"fmt"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// Config is where the upstreams are, and who the shop is to billing.
type Config struct {
	CatalogURL, BillingURL   string
	BillingID, BillingSecret string
}

// Shop takes orders. It is safe for concurrent use.
type Shop struct{ catalog, billing, token *outbound.Client }

// New makes a shop. The options come on top of those of each upstream: a logger
// in main, a mock in a test.
func New(cfg Config, opts ...outbound.Option) (*Shop, error) {
	extra := outbound.Options(opts...)
	token, err1 := outbound.New(outbound.Preset("billing-token", outbound.Standard(), outbound.WithBaseURL(cfg.BillingURL)), extra)
	catalog, err2 := outbound.New(Catalog(cfg.CatalogURL), extra)
	billing, err3 := outbound.New(Billing(cfg.BillingURL, tokens(token, cfg.BillingID, cfg.BillingSecret)), extra)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	return &Shop{catalog, billing, token}, nil
}

// Clients are the shop's clients, for those who watch them.
func (s *Shop) Clients() []*outbound.Client {
	return []*outbound.Client{s.catalog, s.billing, s.token}
}

// Close ends the shop's clients.
func (s *Shop) Close() error {
	return errors.Join(s.catalog.Close(), s.billing.Close(), s.token.Close())
}

// Receipt is an order that was charged.
type Receipt struct {
	Item   string `json:"item"`
	Cents  int    `json:"cents"`
	Charge string `json:"charge"`
}

// ErrNoSuchItem is returned for an item that the catalog does not have.
var ErrNoSuchItem = errors.New("no such item")

// Order charges one piece of an item. Its errors are [ErrNoSuchItem] or those of
// the upstream that failed.
func (s *Shop) Order(ctx context.Context, item string) (Receipt, error) {
	price, err := outbound.Get[struct {
		Cents int `json:"cents"`
	}](ctx, s.catalog, "/items/{id}", outbound.PathParam("id", item))
	switch {
	case errors.Is(err, httperror.Status(404)):
		return Receipt{}, ErrNoSuchItem
	case err != nil:
		return Receipt{}, fmt.Errorf("shop: price of %q: %w", item, err)
	}
	charge, err := outbound.Post[struct {
		ID string `json:"id"`
	}](ctx, s.billing, "/charges", map[string]any{"item": item, "cents": price.Cents}, outbound.Operation("charge"))
	if err != nil {
		return Receipt{}, fmt.Errorf("shop: charge for %q: %w", item, err)
	}
	return Receipt{item, price.Cents, charge.ID}, nil
}
