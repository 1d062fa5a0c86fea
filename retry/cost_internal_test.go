package retry

import (
	"context"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"example.com/outbound/internal/call"
)

// ready is a base that answers at once.
type ready struct{}

func (ready) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, ContentLength: 5, Body: io.NopCloser(strings.NewReader("whole"))}, nil
}

// onChain returns one call through layer, as a client makes it.
func onChain(tb testing.TB, req *http.Request, layer func(http.RoundTripper) http.RoundTripper) func() {
	tb.Helper()
	rt := layer(ready{})
	return func() {
		record := call.New(context.Background())
		_, _ = record.Hop(req, false)
		resp, err := rt.RoundTrip(req.WithContext(record))
		if err != nil {
			tb.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
		record.End(nil)
	}
}

// costs are the layers of the benchmark and the allocations that each may add to
// a call that succeeds: the copy of the request, which a writing layer beneath
// needs anyway, and the part of the body that is read ahead.
func costs(tb testing.TB) map[string]func(http.RoundTripper) http.RoundTripper {
	tb.Helper()
	house, err := New(Policy{Budget: NewBudget(10, .1)})
	if err != nil {
		tb.Fatal(err)
	}
	watched, err := New(Policy{BufferBody: -1, Observe: func(Event) {}})
	if err != nil {
		tb.Fatal(err)
	}
	return map[string]func(http.RoundTripper) http.RoundTripper{
		"without":   func(next http.RoundTripper) http.RoundTripper { return next },
		"on demand": OnDemand(),
		"house":     house,
		"watched":   watched,
	}
}

func TestASuccessCostsAtMostThreeAllocations(t *testing.T) {
	for name, body := range map[string]io.Reader{"GET": nil, "PUT": strings.NewReader("x")} {
		req, err := http.NewRequest(name, "http://a.test:80/", body)
		if err != nil {
			t.Fatal(err)
		}
		layers := costs(t)
		without := testing.AllocsPerRun(100, onChain(t, req, layers["without"]))
		for _, layer := range []string{"on demand", "house"} {
			if got := testing.AllocsPerRun(100, onChain(t, req, layers[layer])) - without; got > 3 {
				t.Errorf("%s, %s: got %v allocations more than without the layer, want at most 3", name, layer, got)
			}
		}
	}
}

func TestASuccessLeavesNothingBehind(t *testing.T) {
	req, err := http.NewRequest("GET", "http://a.test/", nil)
	if err != nil {
		t.Fatal(err)
	}
	call := onChain(t, req, costs(t)["house"])
	before := runtime.NumGoroutine()
	for range 1000 {
		call()
	}
	if got := runtime.NumGoroutine(); got > before {
		t.Errorf("goroutines: got %d, want %d", got, before)
	}
}

func BenchmarkSuccess(b *testing.B) {
	req, err := http.NewRequest("GET", "http://a.test/", nil)
	if err != nil {
		b.Fatal(err)
	}
	for name, layer := range costs(b) {
		b.Run(name, func(b *testing.B) {
			call := onChain(b, req, layer)
			b.ReportAllocs()
			for b.Loop() {
				call()
			}
		})
	}
}
