package doortest

import (
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// A layer outside retry bounds what is beneath it, waits included.
func TestTheContextOfALayerOutsideRetryWasDropped(t *testing.T) {
	patient := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			ctx, cancel := context.WithTimeout(req.Context(), 3*time.Second)
			context.AfterFunc(req.Context(), cancel)
			return next.RoundTrip(req.WithContext(ctx))
		})
	}
	for name, replies := range map[string][]testkit.Reply{
		"in an attempt": {testkit.Silence()},
		"in a wait":     {testkit.Status(503), testkit.Silence()},
		"in the body":   {Still("some")},
	} {
		EachDoor(t, func(t *testing.T, d Door) {
			synctest.Test(t, func(t *testing.T) {
				base := testkit.Script(replies...)
				c := NewClient(t, outbound.WithMockTransport(base), outbound.WithLayer(middleware.PerCall, "patient", patient),
					outbound.WithRetry(retry.Policy{Wait: retry.Constant(2 * time.Second), Jitter: retry.NoJitter}))
				begun := time.Now()
				_, err := d.Call(t.Context(), c, Get())
				if took := time.Since(begun); took > 3*time.Second || err == nil {
					t.Errorf("%s: got %v after %v, want an error within 3s", name, err, took)
				}
				for _, r := range base.Requests() {
					if deadline, ok := r.Context().Deadline(); !ok || deadline.After(begun.Add(3*time.Second)) {
						t.Errorf("%s: the base sees the deadline %v %t", name, deadline.Sub(begun), ok)
					}
				}
			})
		})
	}
}

// The first send stalls, the second answers at once.
func TestTheAnswerOfOneSendLiftedTheBoundOfTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sends atomic.Int32
		base := testkit.Script(func(req *http.Request) (*http.Response, error) {
			if sends.Add(1) == 1 {
				return testkit.Silence()(req)
			}
			return testkit.Status(503)(req)
		})
		both := func(next http.RoundTripper) http.RoundTripper {
			return middleware.Func(func(req *http.Request) (*http.Response, error) {
				first := make(chan sendOutcome, 1)
				go func() {
					resp, err := next.RoundTrip(req.Clone(req.Context()))
					first <- sendOutcome{resp, err}
				}()
				time.Sleep(time.Millisecond)
				if resp, err := next.RoundTrip(req.Clone(req.Context())); err == nil {
					_ = resp.Body.Close()
				}
				o := <-first
				return o.resp, o.err
			})
		}
		c := NewClient(t, outbound.WithMockTransport(base), outbound.WithAttemptTimeout(100*time.Millisecond), outbound.WithTimeout(2*time.Second),
			outbound.WithLayer(middleware.PerCall, "both", both))
		begun := time.Now()
		_, err := outbound.Get[string](t.Context(), c, Get().URL)
		if took := time.Since(begun); took != 100*time.Millisecond || !errors.Is(err, httperror.Timeout) {
			t.Errorf("got %v after %v, want a timeout after 100ms", err, took)
		}
	})
}

// The body of the first answer stalls while the second send waits for its headers.
func TestABodyThatStoodStillWasMeasuredByTheOtherSend(t *testing.T) {
	for _, opts := range [][]outbound.CallOption{nil, {outbound.Stream()}} {
		for _, d := range Doors {
			if d.Name == "Call" && opts != nil {
				continue
			}
			synctest.Test(t, func(t *testing.T) {
				var sends atomic.Int32
				base := testkit.Script(func(req *http.Request) (*http.Response, error) {
					if sends.Add(1) == 1 {
						return Still("some").After(30 * time.Millisecond)(req)
					}
					return testkit.Silence()(req)
				})
				c := NewClient(t, outbound.WithMockTransport(base), outbound.WithAttemptTimeout(0), outbound.WithTimeout(5*time.Second),
					outbound.WithBodyIdleTimeout(100*time.Millisecond), outbound.WithLayer(middleware.PerCall, "hedge", hedge(20*time.Millisecond)))
				begun := time.Now()
				_, err := d.Call(t.Context(), c, Get(opts...))
				if took := time.Since(begun); took != 130*time.Millisecond || !errors.Is(err, httperror.Timeout) {
					t.Errorf("%s: got %v after %v, want a timeout after 130ms", d.Name, err, took)
				}
			})
		}
	}
}

var errTooSlow = errors.New("too slow")

// The plain timeout layer that everybody writes.
func TestALayerThatGivesUpRacedWithTheSendThatGoesOn(t *testing.T) {
	base := testkit.Script(testkit.Status(503))
	impatient := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			done := make(chan sendOutcome, 1)
			go func() {
				resp, err := next.RoundTrip(req)
				done <- sendOutcome{resp, err}
			}()
			select {
			case o := <-done:
				return o.resp, o.err
			case <-time.After(5 * time.Millisecond):
				return nil, errTooSlow
			}
		})
	}
	c := NewClient(t, outbound.WithMockTransport(base), outbound.WithRetry(retry.Policy{Attempts: retry.Unlimited, Wait: retry.Constant(0)}),
		outbound.WithLayer(middleware.PerCall, "impatient", impatient))
	EachDoor(t, func(t *testing.T, d Door) {
		if _, err := d.Call(t.Context(), c, Get()); !errors.Is(err, errTooSlow) {
			t.Errorf("got %v, want the layer's error", err)
		}
	})
}

func TestAVeryLongDurationSwitchedTheOtherBoundsOff(t *testing.T) {
	for _, long := range []time.Duration{math.MaxInt64, math.MaxInt64 - 1, math.MaxInt64 / 2} {
		for name, opts := range map[string][]outbound.Option{
			"attempt": {outbound.WithTimeout(200 * time.Millisecond), outbound.WithAttemptTimeout(long)},
			"idle":    {outbound.WithTimeout(200 * time.Millisecond), outbound.WithBodyIdleTimeout(long)},
			"call":    {outbound.WithTimeout(long), outbound.WithAttemptTimeout(200 * time.Millisecond)},
		} {
			for _, reply := range []testkit.Reply{testkit.Silence(), Still("some")} {
				EachDoor(t, func(t *testing.T, d Door) {
					synctest.Test(t, func(t *testing.T) {
						c := NewClient(t, append(opts, outbound.WithMockTransport(testkit.Script(reply)))...)
						ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
						defer cancel()
						begun := time.Now()
						_, err := d.Call(ctx, c, Get())
						if took := time.Since(begun); err == nil || took > time.Minute || took != 200*time.Millisecond && name != "call" {
							t.Errorf("%s: got %v after %v, want an error after 200ms", name, err, took)
						}
					})
				})
			}
		}
	}
}

// A dialer or a breaker beneath the bound asks the context who has ended it.
func TestAnExpiredAttemptLookedLikeACancelledOne(t *testing.T) {
	for _, d := range Doors {
		synctest.Test(t, func(t *testing.T) {
			begun := time.Now()
			base := middleware.Func(func(req *http.Request) (*http.Response, error) {
				derived, cancel := context.WithCancel(req.Context())
				defer cancel()
				<-derived.Done()
				deadline, ok := req.Context().Deadline()
				for what, err := range map[string]error{"the context": req.Context().Err(), "one derived of it": derived.Err(), "the cause": context.Cause(derived)} {
					if err != context.DeadlineExceeded {
						t.Errorf("%s: %s says %v", d.Name, what, err)
					}
				}
				if !ok || !deadline.Equal(begun.Add(50*time.Millisecond)) {
					t.Errorf("%s: got the deadline %v, %t", d.Name, deadline.Sub(begun), ok)
				}
				return nil, req.Context().Err()
			})
			c := NewClient(t, outbound.WithTransport(base), outbound.WithAttemptTimeout(50*time.Millisecond))
			_, err := d.Call(t.Context(), c, Get())
			WantKind(t, err, httperror.Timeout)
		})
	}
}

// A bound on headers beside those that are configured.
func TestAHiddenBoundOnHeadersUndercutTheConfiguredOnes(t *testing.T) {
	for name, c := range map[string]struct {
		call, attempt time.Duration
		want          httperror.Kind
		after         time.Duration
	}{
		"both longer":       {300 * time.Second, 120 * time.Second, "", 90 * time.Second},
		"no attempt bound":  {300 * time.Second, 0, "", 90 * time.Second},
		"no bound at all":   {0, 0, "", 90 * time.Second},
		"a shorter attempt": {300 * time.Second, 70 * time.Second, httperror.Timeout, 70 * time.Second},
		"a longer attempt":  {70 * time.Second, 120 * time.Second, httperror.Deadline, 70 * time.Second},
	} {
		EachDoor(t, func(t *testing.T, d Door) {
			synctest.Test(t, func(t *testing.T) {
				client := overPipe(t, func(w http.ResponseWriter, r *http.Request) {
					select {
					case <-time.After(90 * time.Second):
						_, _ = io.WriteString(w, "late")
					case <-r.Context().Done():
					}
				}, outbound.WithTimeout(c.call), outbound.WithAttemptTimeout(c.attempt))
				begun := time.Now()
				_, err := d.Call(t.Context(), client, Ask{Method: "GET", URL: "http://a.example/"})
				if took := time.Since(begun); httperror.Classify(err) != c.want && (err != nil || c.want != "") || took != c.after {
					t.Errorf("%s: got %v after %v, want kind %q after %v", name, err, took, c.want, c.after)
				}
			})
		})
	}
}

// An HTTP/1 server behind a balancer restarts: all idle connections are closed.
func TestStaleIdleConnectionsLookedLikeAStorm(t *testing.T) {
	const idle = 8
	var served, hold atomic.Int32
	ready := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if served.Add(1) <= idle {
			if hold.Add(1) == idle {
				close(ready)
			}
			<-ready // all at once: each on a connection of its own
			return
		}
		if served.Load() <= 2*idle { // hang up at the second request of each
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_ = conn.Close()
			}
			return
		}
		_, _ = io.WriteString(w, "ok")
	}))
	t.Cleanup(server.Close)
	c := NewClient(t, outbound.WithoutProxy())
	errs := make(chan error, idle)
	for range idle {
		go func() {
			_, err := outbound.Get[string](t.Context(), c, server.URL)
			errs <- err
		}()
	}
	for range idle {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
	got, err := outbound.Get[string](t.Context(), c, server.URL)
	if err != nil || got != "ok" {
		t.Errorf("got %q, %v, want the answer of the ninth connection", got, err)
	}
}

func TestAServersLengthPanickedTheCaller(t *testing.T) {
	for _, length := range []string{"9223372036854775807", "9223372036854775806", "2147483648", "1099511627776"} {
		for _, opts := range [][]outbound.Option{
			{outbound.WithMaxResponseBytes(0)},
			{outbound.WithMaxResponseBytes(math.MaxInt64)},
			{outbound.WithMaxResponseBytes(0), outbound.WithRetry(retry.Policy{Attempts: 1, BufferBody: 1 << 62})},
			{outbound.WithMaxResponseBytes(0), outbound.WithRetry(retry.Policy{Attempts: 1, BufferBody: math.MaxInt64})},
		} {
			EachDoor(t, func(t *testing.T, d Door) {
				c := rawPipe(t, "HTTP/1.1 200 OK\r\nContent-Length: "+length+"\r\n\r\nabc", nil, opts...)
				allocated := BytesOf(func() {
					_, err := d.Call(t.Context(), c, Ask{Method: "GET", URL: "http://a.example/"})
					if err == nil || !errors.Is(err, httperror.Body) && !errors.Is(err, io.ErrUnexpectedEOF) && !strings.Contains(err.Error(), "EOF") {
						t.Errorf("%s: got %v, want a body that is cut off", length, err)
					}
				})
				if allocated > 100<<20 {
					t.Errorf("%s: %d bytes were allocated for three", length, allocated)
				}
			})
		}
	}
}
