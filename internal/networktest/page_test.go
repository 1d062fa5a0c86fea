package networktest

import (
	"context"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// The table of timeouts in docs/network.md quotes what errors say.
func TestThePageOfTheNetworkQuotesTheErrorsOfEachPhase(t *testing.T) {
	page, err := os.ReadFile("../../docs/network.md")
	if err != nil {
		t.Fatal(err)
	}
	quotes := func(kind httperror.Kind, text string, err error) {
		t.Helper()
		if !strings.Contains(string(page), text) {
			t.Errorf("the page does not have %q", text)
		}
		if got := httperror.Classify(err); got != kind || !strings.Contains(err.Error(), text) {
			t.Errorf("got %v of kind %s, want %q of kind %s", err, got, text, kind)
		}
	}
	for _, tt := range []struct {
		kind  httperror.Kind
		text  string
		reply mock.Reply
		opts  []outbound.Option
	}{
		{httperror.Timeout, "no response headers within the attempt timeout of 10s", mock.Stall(), nil},
		{httperror.Timeout, "the body was not complete within the attempt timeout of 10s", mock.StalledBody(200, "0123456789", 5), []outbound.Option{outbound.WithRetry(retry.Policy{Attempts: 1})}},
		{httperror.Timeout, "no byte for 30s after 5 of 10 bytes", mock.StalledBody(200, "0123456789", 5), []outbound.Option{outbound.WithAttemptTimeout(0), outbound.WithTimeout(0)}},
		{httperror.Deadline, "the call timeout of 60s passed", mock.Stall(), []outbound.Option{outbound.WithAttemptTimeout(0)}},
	} {
		synctest.Test(t, func(t *testing.T) {
			c, m := mock.New(t, append([]outbound.Option{outbound.WithBaseURL("http://api.test")}, tt.opts...)...)
			m.On("GET", "/x", tt.reply).AnyTimes()
			_, err := outbound.Get[string](t.Context(), c, "/x")
			quotes(tt.kind, tt.text, err)
		})
	}
	// Package net keeps a channel of its own, so that no lookup runs in virtual time.
	for text, dial := range map[string]func(context.Context) error{
		"no name server answered in time for a.test":   func(context.Context) error { return os.ErrDeadlineExceeded },
		"no connection within the attempt timeout of ": func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
	} {
		kind, attempt := httperror.DNS, time.Duration(0)
		if strings.Contains(text, "attempt") {
			kind, attempt = httperror.Timeout, 50*time.Millisecond
		}
		names := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) { return nil, dial(ctx) }}
		c := doortest.NewClient(t, outbound.WithoutProxy(), outbound.WithResolver(names), outbound.WithAttemptTimeout(attempt))
		_, err := outbound.Get[string](t.Context(), c, "http://a.test/")
		quotes(kind, text, err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c := doortest.NewClient(t, outbound.WithoutProxy(), outbound.WithTransportConfig(func(tr *http.Transport) { tr.TLSHandshakeTimeout = 50 * time.Millisecond }))
	_, err = outbound.Get[string](t.Context(), c, "https://"+l.Addr().String())
	quotes(httperror.TLS, "the TLS handshake with 127.0.0.1 took too long", err)
	c = doortest.NewClient(t, outbound.WithGuard())
	_, err = outbound.Get[string](t.Context(), c, "http://10.0.0.1")
	quotes(httperror.Blocked, "the address 10.0.0.1:80 is blocked", err)
}
