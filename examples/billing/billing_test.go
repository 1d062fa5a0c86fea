package main

import (
	"testing"

	"example.com/outbound"
	"example.com/outbound/mock"
)

// open returns a client of the preset on the mock.
func open(t *testing.T, m *mock.Transport) *outbound.Client {
	t.Helper()
	t.Setenv("BILLING_TOKEN", "token") // an empty token is an error of New
	client, err := outbound.New(Billing(), outbound.WithMockTransport(m))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

func TestAnInvoiceIsFoundAfterTwoFailures(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/invoices/7", mock.Status(503), mock.Refused(), mock.JSON(200, Invoice{ID: "7", Cents: 250})).
			Header("Authorization", "Bearer token")

		invoice, err := find(t.Context(), open(t, m), "7")

		if err != nil || invoice.Cents != 250 {
			t.Errorf("got %v, %v, want 250 cents", invoice, err)
		}
	})
}

func TestAPaymentIsSentAgainUnderTheSameKey(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("POST", "/invoices/7/payments", mock.Reset(), mock.Status(201)).
			Header("Idempotency-Key", "payment-7")

		if err := pay(t.Context(), open(t, m), "7"); err != nil || m.Attempts() != 2 {
			t.Errorf("got %v after %d attempts, want success after 2", err, m.Attempts())
		}
	})
}
