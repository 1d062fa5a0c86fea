package doortest

import (
	"context"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// liveHeap is the number of bytes that a full collection leaves.
func liveHeap() int64 {
	runtime.GC()
	runtime.GC() // what finalizers and pools still held
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// wantFlat fails t if the heap grew by more than noise between two points.
func wantFlat(t *testing.T, before, after int64) {
	t.Helper()
	if grown := after - before; grown > 256<<10 {
		t.Errorf("the heap grew by %d KiB from %d KiB", grown>>10, before>>10)
	}
}

func TestTheMemoryOfAnEndlessRetryGrewWithItsAttempts(t *testing.T) {
	const early, all = 10_000, 100_000
	endless := retry.Policy{Attempts: retry.Unlimited, MaxElapsed: retry.Unlimited, Wait: retry.Constant(time.Second), Jitter: retry.NoJitter}
	for _, d := range []Door{Doors[1], Doors[3]} {
		t.Run(d.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var sent int
				var before, after int64
				refused, final := testkit.Refused(), testkit.Status(404)
				base := middleware.Func(func(req *http.Request) (*http.Response, error) {
					switch sent++; sent {
					case early:
						before = liveHeap()
					case all:
						after = liveHeap()
						return final(req)
					}
					return refused(req)
				})
				c := NewClient(t, outbound.WithMockTransport(base), outbound.WithTimeout(0), outbound.WithRetry(endless))
				_, err := d.Call(t.Context(), c, Get())
				e := WantKind(t, err, httperror.ClientStatus)
				wantFlat(t, before, after)
				if e.Attempts != all || len(e.History) != 64 {
					t.Errorf("got %d attempts and %d of them in the history, want %d and 64", e.Attempts, len(e.History), all)
				}
				if first, last := e.History[0], e.History[len(e.History)-1]; first.Number != 1 || last.Number != all {
					t.Errorf("the history goes from %d to %d, want the first and the last attempt", first.Number, last.Number)
				}
			})
		})
	}
}

// usages are ways in which a call ends. Each makes one.
var usages = map[string]func(context.Context, *outbound.Client) error{
	"HTTP, read":       usage("/ok", func(resp *http.Response) { _, _ = io.ReadAll(resp.Body) }),
	"HTTP, unread":     usage("/long", func(*http.Response) {}),
	"HTTP, not closed": usage("/ok", func(resp *http.Response) { _, _ = io.ReadAll(resp.Body); resp.Body = http.NoBody }),
	"HTTP, switched":   usage("/101", func(*http.Response) {}),
	"HTTP, refused":    usage("/refused", nil),
	"HTTP, an error":   usage("/404", func(*http.Response) {}),
	"HTTP, not followed": func(ctx context.Context, c *outbound.Client) error {
		hc := c.HTTP()
		hc.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		resp, err := hc.Do(usedAt(ctx, "/302"))
		if err == nil {
			err = resp.Body.Close()
		}
		return err
	},
	"the bare transport, not followed": func(ctx context.Context, c *outbound.Client) error {
		resp, err := c.HTTP().Transport.RoundTrip(usedAt(ctx, "/302"))
		if err == nil {
			err = resp.Body.Close()
		}
		return err
	},
	"HTTP, cancelled": func(ctx context.Context, c *outbound.Client) error {
		ctx, cancel := context.WithCancel(ctx)
		time.AfterFunc(time.Millisecond, cancel)
		_, err := c.HTTP().Do(usedAt(ctx, "/silent"))
		return err
	},
	"Do": func(ctx context.Context, c *outbound.Client) error {
		resp, err := c.Do(usedAt(ctx, "/ok"))
		if err == nil {
			err = resp.Body.Close()
		}
		return err
	},
	"Do, an error": func(ctx context.Context, c *outbound.Client) error {
		_, err := c.Do(usedAt(ctx, "/404"))
		return err
	},
	"Do, a stream": func(ctx context.Context, c *outbound.Client) error {
		resp, err := c.Do(usedAt(ctx, "/long"), outbound.Stream())
		if err == nil {
			err = resp.Body.Close()
		}
		return err
	},
	"R": func(ctx context.Context, c *outbound.Client) error {
		_, err := c.R(ctx).Get(usedHost + "/ok")
		return err
	},
	"R, an error": func(ctx context.Context, c *outbound.Client) error {
		_, err := c.R(ctx).Get(usedHost + "/404")
		return err
	},
	"R, a stream": func(ctx context.Context, c *outbound.Client) error {
		resp, err := c.R(ctx, outbound.Stream()).Get(usedHost + "/long")
		if err == nil {
			err = resp.RawBody().Close()
		}
		return err
	},
	"Get": func(ctx context.Context, c *outbound.Client) error {
		_, err := outbound.Get[string](ctx, c, usedHost+"/ok")
		return err
	},
	"Get, refused": func(ctx context.Context, c *outbound.Client) error {
		_, err := outbound.Get[string](ctx, c, usedHost+"/refused")
		return err
	},
}

const usedHost = "https://a.example"

func usedAt(ctx context.Context, path string) *http.Request {
	req, _ := http.NewRequestWithContext(ctx, http.MethodGet, usedHost+path, nil)
	if path == "/101" {
		req.Header = http.Header{"Connection": {"Upgrade"}, "Upgrade": {"echo"}}
	}
	return req
}

// usage asks for a path through HTTP, uses the response and closes it.
func usage(path string, use func(*http.Response)) func(context.Context, *outbound.Client) error {
	return func(ctx context.Context, c *outbound.Client) error {
		resp, err := c.HTTP().Do(usedAt(ctx, path))
		if err != nil {
			return err
		}
		use(resp)
		return resp.Body.Close()
	}
}

func TestTenThousandCallsUnderOneContextKeptTheirMemory(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	replies := map[string]testkit.Reply{
		"/ok": testkit.Text(200, "ok"), "/long": testkit.Text(200, long), "/302": testkit.Redirect(302, "/ok"),
		"/101":     testkit.Status(101).With("Connection", "Upgrade").With("Upgrade", "echo"),
		"/refused": testkit.Refused(), "/404": testkit.Text(404, "none"), "/silent": testkit.Silence(),
	}
	base := middleware.Func(func(req *http.Request) (*http.Response, error) { return replies[req.URL.Path](req) })
	for name, use := range usages {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				counting, calls := Count()
				c := NewClient(t, counting, outbound.Standard(), outbound.WithTimeout(0), outbound.WithMockTransport(base))
				ctx, cancel := context.WithCancel(t.Context()) // ends with the test only
				defer cancel()
				many := func(n int) int64 {
					for range n {
						_ = use(ctx, c)
					}
					synctest.Wait()
					return liveHeap()
				}
				before := many(1000)
				wantFlat(t, before, many(10_000))
				if begun, ended := calls(); begun != 11_000 || ended != begun {
					t.Errorf("%d calls have begun and %d have ended, want 11000 of each", begun, ended)
				}
			})
		})
	}
}
