package har_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/observe/har"
)

// memory answers without a network.
type memory struct{}

func (memory) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, ContentLength: 2, Body: io.NopCloser(strings.NewReader("ok")), Request: req,
	}, nil
}

// plainGet returns a function that makes a plain GET through HTTP().
func plainGet(t testing.TB, opts ...outbound.Option) func() {
	t.Helper()
	c, err := outbound.New(append([]outbound.Option{outbound.Standard(), outbound.WithTransport(memory{})}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	hc := c.HTTP()
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

func TestACallThatIsRecordedCostsAtMostThirtyAllocations(t *testing.T) {
	bare := testing.AllocsPerRun(500, plainGet(t))
	got := testing.AllocsPerRun(500, plainGet(t, outbound.WithObserver(har.New(io.Discard).Observer()))) - bare
	t.Logf("%v allocations", got)
	if got > 30 {
		t.Errorf("got %v allocations more than without, want at most 30", got)
	}
}

func BenchmarkGet(b *testing.B) {
	for name, opts := range map[string][]outbound.Option{"bare": nil, "recorded": {outbound.WithObserver(har.New(io.Discard).Observer())}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			call := plainGet(b, opts...)
			for b.Loop() {
				call()
			}
		})
	}
}
