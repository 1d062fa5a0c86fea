package integration_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth/signature"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

const deadlineField = "X-Request-Timeout-Ms"

// signedFaults are those of which each attempt carries something of its own.
func signedFaults() []fault {
	return []fault{
		{
			name: "signed: every attempt verifies, with a nonce of its own", provoke: signed,
			get: retried(httperror.ServerStatus), post: retried(httperror.ServerStatus),
		},
		{
			name: "deadline header: every attempt is told what is left", provoke: told,
			get: retried(httperror.Timeout).late(), post: retried(httperror.Timeout).late(),
		},
	}
}

var signingSecret = []byte("the secret of both sides")

func signed(t *testing.T) scene {
	t.Helper()
	s := on(faultserver.Status(503))(t)
	s.opts = []outbound.Option{
		outbound.WithIdempotencyKeys(), outbound.WithBaseURL(s.seen.URL),
		outbound.WithAuth(signature.HMAC("k1", signingSecret)),
	}
	s.after = func(t *testing.T) {
		nonces := map[string]bool{}
		for _, r := range s.seen.Requests() {
			nonces[verify(t, r).Nonce] = true
		}
		if n := s.seen.Count(); len(nonces) != n {
			t.Errorf("%d nonces of %d requests", len(nonces), n)
		}
	}
	return s
}

// verify verifies a request as its server has got it.
func verify(t *testing.T, r faultserver.Request) signature.Signature {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), r.Method, "http://"+r.Host+r.Target, strings.NewReader(string(r.Body)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = r.Header
	s, err := signature.Verify(req, func(id string) any {
		if id == "k1" {
			return signingSecret
		}
		return nil
	})
	if err != nil {
		t.Errorf("%s %s with %d bytes: %v", r.Method, r.Target, len(r.Body), err)
	}
	return s
}

func told(t *testing.T) scene {
	t.Helper()
	s := within(on(faultserver.Never()), impatient, outbound.WithIdempotencyKeys(), outbound.WithDeadlineHeader(deadlineField))(t)
	s.after = func(t *testing.T) {
		for _, r := range s.seen.Requests() {
			ms, err := strconv.Atoi(r.Header.Get(deadlineField))
			if left := time.Duration(ms) * time.Millisecond; err != nil || left <= 0 || left > soon {
				t.Errorf("got %q ms, want at most the attempt timeout", r.Header.Get(deadlineField))
			}
		}
	}
	return s
}
