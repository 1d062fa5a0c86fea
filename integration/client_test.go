// Package integration_test holds the client against real servers on real
// sockets: httpbin, a proxy, an OAuth token endpoint, and a server whose answers
// are all faults.
package integration_test

import (
	"encoding/base64"
	"errors"
	"io"
	"log"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

// newClient makes a client that is closed with the test.
func newClient(t *testing.T, opts ...outbound.Option) *outbound.Client {
	t.Helper()
	c, err := outbound.New(opts...)
	if err != nil {
		t.Fatalf("outbound.New: %v", err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return c
}

// atOnce is the default policy with n attempts and no wait between them.
func atOnce(n int) retry.Policy {
	return retry.Policy{Attempts: n, Wait: retry.Constant(0), Jitter: retry.NoJitter, MaxElapsed: time.Minute}
}

// failure returns the HTTPError in err and fails t if there is none, or it is
// of another kind.
func failure(t *testing.T, err error, want httperror.Kind) *outbound.HTTPError {
	t.Helper()
	var he *outbound.HTTPError
	if !errors.As(err, &he) {
		t.Fatalf("got error %T (%v), want an HTTPError of kind %s", err, err, want)
	}
	if he.Kind != want {
		t.Fatalf("got kind %s (%v), want %s", he.Kind, err, want)
	}
	return he
}

// quiet swallows what net/http's servers write about clients that hang up.
var quiet = log.New(io.Discard, "", 0)

func encode(s string) string { return base64.URLEncoding.EncodeToString([]byte(s)) }
