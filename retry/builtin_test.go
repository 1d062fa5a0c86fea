package retry_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"

	"example.com/outbound"
	"example.com/outbound/retry"
)

// builtIn makes a client on the built-in base.
func builtIn(t *testing.T, p retry.Policy, opts ...outbound.Option) *outbound.Client {
	t.Helper()
	p.Wait = retry.Constant(0)
	c, err := outbound.New(append([]outbound.Option{outbound.WithRetry(p), outbound.WithoutProxy()}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// send sends body and returns the attempts it took and how it ended: "ok", or
// the reason.
func send(t *testing.T, c *outbound.Client, method, url string, body io.Reader) (attempts int, end string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	var meta outbound.ResponseMeta
	resp, err := c.Do(req, outbound.Meta(&meta))
	if err != nil {
		e := failed(t, err)
		return e.Attempts, e.Reason
	}
	_, err = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	if err != nil {
		return meta.Attempts, string(failed(t, err).Kind)
	}
	return meta.Attempts, "ok"
}

// dials makes the built-in base dial addrs in turn.
func dials(addrs ...string) outbound.Option {
	var n atomic.Int32
	return outbound.WithTransportConfig(func(tr *http.Transport) {
		tr.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, addrs[min(int(n.Add(1)), len(addrs))-1])
		}
	})
}
