package retry_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"

	"example.com/outbound"
	"example.com/outbound/retry"
)

// record returns p with an Observe that notes the events, and the notes.
func record(p retry.Policy) (retry.Policy, *[]string) {
	var notes []string
	p.Observe = func(e retry.Event) {
		note := fmt.Sprintf("%v%d", e.Type, e.Attempt)
		if e.Type == retry.Backoff {
			note += " " + e.Wait.String()
		}
		if e.Reason != "" {
			note += " " + string(e.Reason)
		}
		notes = append(notes, note)
	}
	return p, &notes
}

// client makes a client on base that retries by p.
func client(t *testing.T, base http.RoundTripper, p retry.Policy, opts ...outbound.Option) *outbound.Client {
	t.Helper()
	c, err := outbound.New(append([]outbound.Option{
		outbound.WithBaseURL("http://a.test"), outbound.WithTransport(base), outbound.WithRetry(p),
		outbound.WithTimeout(0), outbound.WithAttemptTimeout(0),
	}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// want fails t unless got is want.
func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func wantNotes(t *testing.T, got *[]string, want ...string) {
	t.Helper()
	if !slices.Equal(*got, want) {
		t.Errorf("events: got %q, want %q", *got, want)
	}
}

// failed returns the HTTPError in err.
func failed(t *testing.T, err error) *outbound.HTTPError {
	t.Helper()
	var e *outbound.HTTPError
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an HTTPError", err)
	}
	return e
}

// request makes a request to a.test.
func request(t *testing.T, method string, body io.Reader) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "http://a.test/", body)
	if err != nil {
		t.Fatal(err)
	}
	return req
}
