package resiliencetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
)

// oneSlot has every policy, and one slot.
func oneSlot() outbound.Option {
	return outbound.Options(outbound.WithBreaker(breaker.Policy{}), outbound.WithGate(limit.Gate{}),
		outbound.WithRateLimit(limit.Rate{N: 1e6}), outbound.WithConcurrency(limit.Concurrency{Max: 1, Queue: limit.NoQueue}))
}

// forever is a body without an end.
func forever(contentType string) testkit.Reply {
	return testkit.Content(200, contentType, "").Body(io.MultiReader(strings.NewReader("first"), endless{}))
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { time.Sleep(time.Second); return copy(p, "x"), nil }

func TestASlotIsHeldUntilTheBodyHasEndedAndFreedOnce(t *testing.T) {
	for name, end := range map[string]func(resp *http.Response, cancel context.CancelFunc){
		"read to its end": func(resp *http.Response, _ context.CancelFunc) { _, _ = io.Copy(io.Discard, resp.Body) },
		"closed":          func(resp *http.Response, _ context.CancelFunc) { _ = resp.Body.Close() },
		"cancelled":       func(_ *http.Response, cancel context.CancelFunc) { cancel() },
		"read, closed and cancelled": func(resp *http.Response, cancel context.CancelFunc) {
			_, _ = io.Copy(io.Discard, resp.Body)
			_, _ = resp.Body.Read(make([]byte, 1))
			_ = resp.Body.Close()
			_ = resp.Body.Close()
			cancel()
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := newMoody(func(req *http.Request) (*http.Response, error) {
					_ = req.Context().Done() // as net/http watches it
					return testkit.Status(200).Body(strings.NewReader("a body"))(req)
				})
				c := doortest.NewClient(t, oneSlot(), outbound.WithMockTransport(base))
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				req, _ := http.NewRequestWithContext(ctx, http.MethodGet, doortest.Get().URL, nil)
				resp, err := c.HTTP().Do(req)
				if err != nil {
					t.Fatal(err)
				}
				if n := origin(c).InFlight; n != 1 {
					t.Errorf("%d slots are held before the end of the body, want 1", n)
				}
				doortest.WantKind(t, fetch(t.Context(), c), httperror.Limited)
				end(resp, cancel)
				synctest.Wait()
				wantIdle(t, c)
				if err := fetch(t.Context(), c); err != nil {
					t.Error(err)
				}
				_ = resp.Body.Close()
				wantIdle(t, c)
			})
		})
	}
}

func TestAStreamHoldsNoSlotAfterItsHeaders(t *testing.T) {
	do := func(c *outbound.Client, ctx context.Context, opts ...outbound.CallOption) (*http.Response, error) {
		req, _ := http.NewRequestWithContext(ctx, http.MethodGet, doortest.Get().URL, nil)
		return c.Do(req, opts...)
	}
	for name, open := range map[string]struct {
		contentType string
		do          func(c *outbound.Client, ctx context.Context) (*http.Response, error)
	}{
		"Do with Stream": {"text/plain", func(c *outbound.Client, ctx context.Context) (*http.Response, error) {
			return do(c, ctx, outbound.Stream())
		}},
		"R with Stream": {"text/plain", func(c *outbound.Client, ctx context.Context) (*http.Response, error) {
			resp, err := c.R(ctx, outbound.Stream()).Get(doortest.Get().URL)
			return resp.RawResponse, err
		}},
		"HTTP, an event stream": {"text/event-stream", func(c *outbound.Client, ctx context.Context) (*http.Response, error) {
			req, _ := http.NewRequestWithContext(ctx, http.MethodGet, doortest.Get().URL, nil)
			return c.HTTP().Do(req)
		}},
		"Do, lines of JSON": {"application/x-ndjson", func(c *outbound.Client, ctx context.Context) (*http.Response, error) {
			return do(c, ctx)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := newMoody(forever(open.contentType))
				c := doortest.NewClient(t, oneSlot(), outbound.WithMockTransport(base))
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				resp, err := open.do(c, ctx)
				if err != nil {
					t.Fatal(err)
				}
				defer resp.Body.Close()
				wantIdle(t, c)
				if o := origin(c); o.Calls != 1 || o.Failures != 0 {
					t.Errorf("the breaker has judged %d of %d as failures, want 0 of 1", o.Failures, o.Calls)
				}
				base.does(testkit.Text(200, "ok"))
				if err := fetch(t.Context(), c); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func TestAnUpgradedConnectionHoldsNoSlot(t *testing.T) {
	base := newMoody(testkit.Status(http.StatusSwitchingProtocols).With("Upgrade", "chat").Body(strings.NewReader("chat")))
	c := doortest.NewClient(t, oneSlot(), outbound.WithMockTransport(base))
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, doortest.Get().URL, nil)
	req.Header.Set("Connection", "Upgrade")
	req.Header.Set("Upgrade", "chat")
	resp, err := c.HTTP().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	wantIdle(t, c)
	if o := origin(c); o.Calls != 1 {
		t.Errorf("the breaker has judged %d attempts, want 1", o.Calls)
	}
}

func TestAPanicBeneathGivesPermitAndSlotBack(t *testing.T) {
	for _, where := range []string{"a layer", "the base"} {
		t.Run(where, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				broken := true
				panics := func(next http.RoundTripper) http.RoundTripper {
					return middleware.Func(func(req *http.Request) (*http.Response, error) {
						if broken && where == "a layer" {
							panic("broken")
						}
						return next.RoundTrip(req)
					})
				}
				base := newMoody(func(req *http.Request) (*http.Response, error) {
					if broken && where == "the base" {
						panic("broken")
					}
					return testkit.Text(200, "ok")(req)
				})
				c := doortest.NewClient(t, oneSlot(), outbound.WithMockTransport(base), outbound.WithLayer(middleware.PerAttempt, "panics", panics))
				call := func() (err error) {
					defer func() {
						if v := recover(); v != nil {
							err = errors.New("panic")
						}
					}()
					return fetch(t.Context(), c)
				}
				for range 3 {
					if err := call(); err == nil || err.Error() != "panic" {
						t.Fatalf("got %v, want the panic", err)
					}
					wantIdle(t, c)
				}
				c.Isolate(sickHome, time.Second)
				time.Sleep(time.Second)
				_ = call() // a probe
				broken = false
				for range 2 {
					if err := call(); err != nil {
						t.Errorf("a probe after one that panicked: %v", err)
					}
				}
				wantBreaker(t, c, "closed")
			})
		})
	}
}

func TestARedirectHopIsAdmittedByItsOwnOrigin(t *testing.T) {
	for _, d := range doortest.Doors {
		t.Run(d.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := newMoody(func(req *http.Request) (*http.Response, error) {
					if req.URL.Host == "a.example" {
						return testkit.Redirect(302, "https://b.example/y")(req)
					}
					return testkit.Text(200, "ok")(req)
				})
				c := doortest.NewClient(t, oneSlot(), everySecond(), outbound.WithMockTransport(base))
				if _, err := d.Call(t.Context(), c, doortest.Get()); err != nil {
					t.Fatal(err)
				}
				wantIdle(t, c)
				if o := c.Origins(); len(o) != 2 || o[0].Calls != 1 || o[1].Calls != 1 {
					t.Errorf("got the origins %+v, want one attempt at each of two", o)
				}
				c.Isolate("https://b.example", time.Hour)
				_, err := d.Call(t.Context(), c, doortest.Get())
				e := doortest.WantKind(t, err, httperror.CircuitOpen)
				if e.Attempts != 1 || e.Reason != "held" {
					t.Errorf("got %d attempts and the reason %q, want that of the first hop and held", e.Attempts, e.Reason)
				}
				wantIdle(t, c)
				base.WantSent(t, 3)
				c.Isolate("https://b.example", 0)
				c.Isolate(sickHome, time.Hour)
				_, err = d.Call(t.Context(), c, doortest.Get())
				doortest.WantKind(t, err, httperror.CircuitOpen)
				base.WantSent(t, 3)
			})
		})
	}
}

func TestAReplayAfterA401CountsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(inTurn(testkit.Status(401), testkit.Text(200, "ok")))
		n := 0
		tokens := auth.Tokens(func(context.Context) (auth.Token, error) { n++; return auth.Token{Value: fmt.Sprint(n)}, nil })
		c := doortest.NewClient(t, outbound.WithBaseURL(sickHome), outbound.WithAuth(tokens), outbound.WithMockTransport(base),
			outbound.WithBreaker(breaker.Policy{}), outbound.WithRateLimit(limit.Rate{N: 1, Per: time.Hour, MaxWait: limit.Never}),
			outbound.WithConcurrency(limit.Concurrency{Max: 1, Queue: limit.NoQueue}))
		if err := fetch(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		base.WantSent(t, 2)
		if o := origin(c); o.Calls != 1 || o.InFlight != 0 {
			t.Errorf("got %+v, want one judged attempt", o)
		}
	})
}

// A queue of the client is not the server's slowness.
func TestTheAttemptTimeoutBeginsAfterTheWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(testkit.Text(200, "ok").After(2 * time.Second))
		c := doortest.NewClient(t, outbound.WithRateLimit(limit.Rate{N: 1, Per: 9 * time.Second}), outbound.WithAttemptTimeout(3*time.Second), outbound.WithMockTransport(base))
		begun := time.Now()
		for range 2 {
			if err := fetch(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
		wantTook(t, begun, 11*time.Second)
		base.does(testkit.Silence())
		begun = time.Now()
		e := doortest.WantKind(t, fetch(t.Context(), c), httperror.Timeout)
		wantTook(t, begun, 10*time.Second)
		if h := e.History; len(h) != 1 || h[0].Wait != 7*time.Second || h[0].Duration != 3*time.Second {
			t.Errorf("got the history %+v, want a wait of 7s and 3s of the server's", h)
		}
	})
}
