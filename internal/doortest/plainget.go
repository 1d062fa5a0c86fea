package doortest

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
)

// Memory is a base that answers "ok" without a network, and with few allocations.
type Memory struct{}

// RoundTrip answers.
func (Memory) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, ContentLength: 2, Body: io.NopCloser(strings.NewReader("ok")), Request: req,
	}, nil
}

// PlainGet returns a function that makes a GET through the HTTP() of a client with
// Standard and opts, and reads its body. Tests of what an observer costs count its
// allocations.
func PlainGet(t testing.TB, opts ...outbound.Option) func() {
	t.Helper()
	c := NewClient(t, append([]outbound.Option{outbound.Standard(), outbound.WithTransport(Memory{})}, opts...)...)
	hc := c.HTTP(outbound.Template("/users/{id}"))
	return func() {
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "https://api.example/users/42", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := hc.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}
}
