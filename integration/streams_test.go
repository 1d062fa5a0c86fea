package integration_test

import (
	"io"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

func TestAStreamThatStallsIsATimeout(t *testing.T) {
	srv := faultserver.Start(t, faultserver.Stall(jsonOf(400_000)))
	c := newClient(t, outbound.WithRetry(atOnce(2)), restless)
	for _, w := range []struct {
		name string
		open func() (io.ReadCloser, error)
	}{
		{"R", func() (io.ReadCloser, error) {
			resp, err := c.R(t.Context(), outbound.Stream()).Get(srv.URL)
			if err != nil {
				return nil, err
			}
			return resp.RawBody(), nil
		}},
		{"Do", func() (io.ReadCloser, error) { return body(c.Do(get(t, srv.URL), outbound.Stream())) }},
		{"HTTP", func() (io.ReadCloser, error) { return body(c.HTTP().Do(get(t, srv.URL))) }},
	} {
		t.Run(w.name, func(t *testing.T) {
			b, err := w.open()
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			n, err := io.Copy(io.Discard, b)
			if he := failure(t, err, httperror.Timeout); !he.Timeout() {
				t.Error("got Timeout() false, want true")
			}
			if n != 200_000 {
				t.Errorf("got %d bytes, want the 200000 that came", n)
			}
		})
	}
	c.HTTP().CloseIdleConnections()
	srv.WaitIdle(t)
}

// A compressed bomb is stopped at the bound, not unpacked and then refused.
func TestABombTakesNoMemory(t *testing.T) {
	srv := faultserver.Start(t, bomb())
	c := newClient(t, outbound.WithMaxResponseBytes(1<<20))
	var was, is runtime.MemStats
	runtime.ReadMemStats(&was)
	_, err := outbound.Get[[]byte](t.Context(), c, srv.URL)
	runtime.ReadMemStats(&is)
	failure(t, err, httperror.TooLarge)
	if got := is.TotalAlloc - was.TotalAlloc; got > 8<<20 {
		t.Errorf("allocated %d bytes for a body of 64 MiB bounded at 1 MiB, want at most 8 MiB", got)
	}
}

func TestFiftyCallersShareOneHTTP2Stream(t *testing.T) {
	ca := faultserver.NewAuthority(t)
	srv := faultserver.StartH2(t, ca.Issue(t), 1, faultserver.H2After(2*time.Millisecond, faultserver.H2JSON("{}")))
	c := newClient(t, outbound.WithRootCAs(ca.File), outbound.WithRetry(atOnce(2)))
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if _, err := outbound.Get[any](t.Context(), c, srv.URL); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if srv.Count() < 50 {
		t.Errorf("server saw %d requests, want 50", srv.Count())
	}
	t.Logf("%d requests on %d connections", srv.Count(), srv.Opened())
}

func get(t *testing.T, url string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func body(resp *http.Response, err error) (io.ReadCloser, error) {
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}
