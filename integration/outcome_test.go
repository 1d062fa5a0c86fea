package integration_test

import (
	"errors"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// checkError holds err against the row.
func (o outcome) checkError(t *testing.T, err error, w way, content bool) {
	t.Helper()
	if o.kind == "" || (content && w.raw) {
		if err != nil {
			t.Errorf("got %v, want no error", err)
		}
		return
	}
	var he *outbound.HTTPError
	if !errors.As(err, &he) {
		t.Errorf("got error %T (%v), want an HTTPError of kind %s", err, err, o.kind)
		return
	}
	if _, bare := err.(*outbound.HTTPError); w.bare && !bare {
		t.Errorf("got a %T, want the bare HTTPError", err)
	}
	if he.Kind != o.kind && (o.or == "" || he.Kind != o.or) {
		t.Errorf("got kind %s, want %s %s", he.Kind, o.kind, o.or)
	}
	if !errors.Is(err, he.Kind) {
		t.Errorf("errors.Is(err, %s) is false", he.Kind)
	}
	if he.Timeout() != o.timeout {
		t.Errorf("got Timeout() %v, want %v", he.Timeout(), o.timeout)
	}
	o.checkAttempts(t, he)
	if t.Failed() {
		t.Logf("the error: %v\n%#v", err, he.Err)
	}
}

// checkHandedOver holds that the read of a body that was handed over fails, with
// the error of the connection or an HTTPError of the kind. What is left to hold
// is the number of requests.
func (o outcome) checkHandedOver(t *testing.T, err error) outcome {
	t.Helper()
	if err == nil {
		t.Error("got no error, want the one of reading the body")
	}
	var he *outbound.HTTPError
	if errors.As(err, &he) && (he.Kind != o.kind || he.Attempts != 1) {
		t.Errorf("got kind %s after %d attempts, want %s after 1", he.Kind, he.Attempts, o.kind)
	}
	o.requests, o.most = 1, 0
	return o
}

// aboveRetry are the kinds of a call whose attempt was a success.
var aboveRetry = map[httperror.Kind]bool{httperror.Redirect: true, httperror.Decode: true, httperror.TooLarge: true}

// checkAttempts holds the number of sends, and that the history lists them.
func (o outcome) checkAttempts(t *testing.T, he *outbound.HTTPError) {
	t.Helper()
	if he.Attempts < o.attempts || he.Attempts > max(o.attempts, o.upTo) {
		t.Errorf("got %d attempts, want %d to %d", he.Attempts, o.attempts, max(o.attempts, o.upTo))
	}
	if len(he.History) != he.Attempts {
		t.Errorf("got a history of %d attempts, want %d", len(he.History), he.Attempts)
	}
	if gaveUp := he.Attempts > 0 && !aboveRetry[he.Kind]; gaveUp && he.Reason == "" {
		t.Error("got no reason for giving up")
	}
}

func (o outcome) checkRequests(t *testing.T, got int) {
	t.Helper()
	if got < o.requests || got > max(o.requests, o.most) {
		t.Errorf("server saw %d requests, want %d to %d", got, o.requests, max(o.requests, o.most))
	}
}

// checkEnd closes the client and waits for the servers' connections to end.
func (s scene) checkEnd(t *testing.T, c *outbound.Client) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if s.seen != nil {
		s.seen.WaitIdle(t, c.HTTP().CloseIdleConnections)
	}
	for _, srv := range s.servers {
		srv.WaitIdle(t, c.HTTP().CloseIdleConnections)
	}
}
