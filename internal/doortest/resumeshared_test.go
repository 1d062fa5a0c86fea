package doortest

import (
	"context"
	"io"
	"net/http"
	"sync"
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
)

// getWith makes a call of Do whose request has the Accept-Encoding field, "" = none.
func getWith(ctx context.Context, c *outbound.Client, accept string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.example/", nil)
	if err != nil {
		return nil, err
	}
	if accept != "" {
		req.Header.Set("Accept-Encoding", accept)
	}
	return c.Do(req)
}

func TestCallsAtOnceShareAContextWithResume(t *testing.T) {
	c := NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "ok"))))
	ctx := outbound.CallContext(t.Context(), outbound.Resume())
	var calls sync.WaitGroup
	for range 8 {
		calls.Go(func() {
			resp, err := getWith(ctx, c, "")
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := io.ReadAll(resp.Body); err != nil {
				t.Error(err)
			}
			_ = resp.Body.Close()
		})
	}
	calls.Wait()
}

func TestACallWithResumeLeavesTheOptionsOfTheNextAlone(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "ok"), func(*http.Request) (*http.Response, error) {
		resp := testkit.Response(200, "coded")
		resp.Header.Set("Content-Encoding", "br")
		return resp, nil
	})
	c := NewClient(t, outbound.WithMockTransport(base))
	ctx := outbound.CallContext(t.Context(), outbound.Resume())
	for _, call := range []struct{ accept, want string }{{"", "ok"}, {"br", "coded"}} {
		resp, err := getWith(ctx, c, call.accept)
		if err != nil {
			t.Fatalf("Accept-Encoding %q: %v", call.accept, err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || string(body) != call.want {
			t.Errorf("Accept-Encoding %q: got %q, %v, want %q", call.accept, body, err, call.want)
		}
		_ = resp.Body.Close()
	}
}
