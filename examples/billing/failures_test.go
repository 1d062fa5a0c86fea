package main

import (
	"errors"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
)

func TestAnInvoiceThatDoesNotExist(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/invoices/8", mock.Status(404))

		if _, err := find(t.Context(), open(t, m), "8"); err != errNoSuchInvoice {
			t.Errorf("got %v, want %v", err, errNoSuchInvoice)
		}
	})
}

func TestACallEndsWithinTheTimeoutOfThePreset(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/invoices/7", mock.Stall())

		_, err := find(t.Context(), open(t, m), "7")

		var he *outbound.HTTPError
		if !errors.As(err, &he) || he.Kind != httperror.Timeout && he.Kind != httperror.Deadline {
			t.Errorf("got %v, want a timeout", err)
		}
		if m.Elapsed() > 20*time.Second {
			t.Errorf("took %v, want at most the 20 s of the preset", m.Elapsed())
		}
	})
}
