package promoutbound_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"example.com/outbound"
	"example.com/outbound/observe/promoutbound"
)

// memory answers without a network.
type memory struct{}

func (memory) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, ContentLength: 2, Body: io.NopCloser(strings.NewReader("ok")), Request: req,
	}, nil
}

func allocs(t *testing.T, opts ...outbound.Option) float64 {
	t.Helper()
	c, err := outbound.New(append([]outbound.Option{outbound.Standard(), outbound.WithTransport(memory{})}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	hc := c.HTTP(outbound.Template("/users/{id}"))
	return testing.AllocsPerRun(500, func() {
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
	})
}

func TestACallThatIsCountedCostsAtMostTwoAllocations(t *testing.T) {
	o, err := promoutbound.New(prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	if got := allocs(t, outbound.WithObserver(o)) - allocs(t); got > 2 {
		t.Errorf("got %v allocations more than without, want at most 2", got)
	} else {
		t.Logf("%v allocations", got)
	}
}
