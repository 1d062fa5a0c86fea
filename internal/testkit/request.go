package testkit

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// Get is a GET with the context of t.
func Get(t testing.TB, url string) *http.Request {
	t.Helper()
	return Request(t, http.MethodGet, url, nil)
}

// Post is a POST of a text with the context of t.
func Post(t testing.TB, url, body string) *http.Request {
	t.Helper()
	return Request(t, http.MethodPost, url, strings.NewReader(body))
}

// Request is a request with the context of t.
func Request(t testing.TB, method, url string, body io.Reader) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// Send sends req and returns the status and the whole body, which it closes. An
// error fails t.
func Send(t testing.TB, rt http.RoundTripper, req *http.Request) (status int, body string) {
	t.Helper()
	resp, err := rt.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}
