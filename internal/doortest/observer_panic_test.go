package doortest

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

// tally counts what it is told, before and after an observer that panics.
type tally struct{ begun, ended, sent, over, waits, changes atomic.Int64 }

func (n *tally) observer() outbound.Observer {
	return outbound.Observer{
		Begin: func(ctx context.Context, _ middleware.Call) context.Context { n.begun.Add(1); return ctx },
		Attempt: func(_ context.Context, req *http.Request) (*http.Request, func(outbound.AttemptResult)) {
			n.sent.Add(1)
			return req, func(outbound.AttemptResult) { n.over.Add(1) }
		},
		Backoff: func(middleware.Call, outbound.BackoffEvent) { n.waits.Add(1) },
		Change:  func(outbound.StateChange) { n.changes.Add(1) },
		End:     func(middleware.Call, outbound.CallResult) { n.ended.Add(1) },
	}
}

// panickingObservers panic in one function each.
func panickingObservers() map[string]outbound.Observer {
	return map[string]outbound.Observer{
		"Begin": {Begin: func(context.Context, middleware.Call) context.Context { panic("observer") }},
		"Attempt": {Attempt: func(context.Context, *http.Request) (*http.Request, func(outbound.AttemptResult)) {
			panic("observer")
		}},
		"the end of an attempt": {Attempt: func(_ context.Context, req *http.Request) (*http.Request, func(outbound.AttemptResult)) {
			return req, func(outbound.AttemptResult) { panic("observer") }
		}},
		"Backoff": {Backoff: func(middleware.Call, outbound.BackoffEvent) { panic("observer") }},
		"End":     {End: func(middleware.Call, outbound.CallResult) { panic("observer") }},
	}
}

func TestAPanicOfAnObserverEndsTheCall(t *testing.T) {
	c := NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "x"))), outbound.WithObserver(panickingObservers()["Attempt"]))
	wantPanic(t, func() { _, _ = outbound.Get[string](t.Context(), c, Get().URL) })
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := c.Shutdown(ctx); err != nil {
		t.Errorf("a call is left: %v", err)
	}
}

func TestThePanicOfAnObserverEndsTheCallAndTheOthersAreToldAllTheSame(t *testing.T) {
	for where, o := range panickingObservers() {
		for _, d := range Doors {
			t.Run(where+", "+d.Name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var before, after tally
					base := testkit.Script(testkit.Status(503), testkit.Text(200, "x"))
					c := NewClient(t, outbound.WithMockTransport(base), outbound.WithRetry(retry.Policy{}),
						outbound.WithObserver(before.observer()), outbound.WithObserver(o), outbound.WithObserver(after.observer()))
					wantPanic(t, func() { _, _ = d.Call(t.Context(), c, Get()) })
					ctx, cancel := context.WithTimeout(t.Context(), time.Second)
					defer cancel()
					if err := c.Shutdown(ctx); err != nil {
						t.Errorf("a call is left: %v", err)
					}
					for name, n := range map[string]*tally{"before it": &before, "after it": &after} {
						if where == "Backoff" && n.waits.Load() != 1 {
							t.Errorf("the observer %s: got %d waits", name, n.waits.Load())
						}
						if n.begun.Load() != 1 || n.ended.Load() != 1 || n.sent.Load() != n.over.Load() {
							t.Errorf("the observer %s: got %d begun, %d ended, %d sent, %d over", name, n.begun.Load(), n.ended.Load(), n.sent.Load(), n.over.Load())
						}
					}
				})
			})
		}
	}
}

func TestAnAttemptThatALayerPanicsInEnds(t *testing.T) {
	for name, after := range map[string]bool{"before it is sent": false, "after it": true} {
		t.Run(name, func(t *testing.T) {
			var n tally
			c := NewClient(t, outbound.WithBaseURL("http://api.test"), outbound.WithMockTransport(testkit.Script(testkit.Text(200, "x"))), outbound.WithObserver(n.observer()),
				outbound.WithLayer(middleware.PerAttempt, "mine", func(next http.RoundTripper) http.RoundTripper {
					return middleware.Func(func(req *http.Request) (*http.Response, error) {
						if after {
							_, _ = next.RoundTrip(req) // lost, as a panic loses it
						}
						panic("layer")
					})
				}))
			wantPanic(t, func() { _, _ = outbound.Get[string](t.Context(), c, "/x") })
			if n.ended.Load() != 1 || n.sent.Load() != n.over.Load() {
				t.Errorf("got %d ended, %d sent, %d over", n.ended.Load(), n.sent.Load(), n.over.Load())
			}
		})
	}
}

func wantPanic(t *testing.T, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Error("the panic is lost")
		}
	}()
	f()
}

func TestThePanicOfAnObserverGivesTheSlotOfItsCallBack(t *testing.T) {
	for where, o := range panickingObservers() {
		EachDoor(t, func(t *testing.T, d Door) {
			synctest.Test(t, func(t *testing.T) {
				armed := true
				c := NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "x"))),
					outbound.WithConcurrency(limit.Concurrency{Max: 1}), outbound.WithBreaker(breaker.Policy{}), outbound.WithObserver(onlyWhile(&armed, o)))
				for range 3 {
					_ = Panics(func() { _, _ = d.Call(t.Context(), c, Get()) })
				}
				armed = false
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				if _, err := d.Call(ctx, c, Get()); err != nil {
					t.Errorf("%s: the next call: %v", where, err)
				}
			})
		})
	}
}

// onlyWhile is o while armed is true.
func onlyWhile(armed *bool, o outbound.Observer) outbound.Observer {
	return outbound.Observer{
		Begin: func(ctx context.Context, call middleware.Call) context.Context {
			if *armed && o.Begin != nil {
				return o.Begin(ctx, call)
			}
			return ctx
		},
		Attempt: func(ctx context.Context, req *http.Request) (*http.Request, func(outbound.AttemptResult)) {
			if *armed && o.Attempt != nil {
				return o.Attempt(ctx, req)
			}
			return req, nil
		},
		End: func(call middleware.Call, r outbound.CallResult) {
			if *armed && o.End != nil {
				o.End(call, r)
			}
		},
	}
}

func TestThePanicOfAnObserverOfStatesGivesTheSlotOfItsCallBack(t *testing.T) {
	EachDoor(t, func(t *testing.T, d Door) {
		synctest.Test(t, func(t *testing.T) {
			var after tally
			c := NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(503, "x"))),
				outbound.WithConcurrency(limit.Concurrency{Max: 1}), outbound.WithBreaker(breaker.Policy{MinCalls: 1}),
				outbound.WithObserver(outbound.Observer{Change: func(outbound.StateChange) { panic("observer") }}), outbound.WithObserver(after.observer()))
			wantPanic(t, func() { _, _ = d.Call(t.Context(), c, Get()) })
			after.want(t, 1, 1)
			if after.changes.Load() != 1 {
				t.Error("the next observer is not told of the change")
			}
			for _, o := range c.Origins() {
				if o.InFlight != 0 || o.Queued != 0 {
					t.Errorf("got %d in flight and %d queued", o.InFlight, o.Queued)
				}
			}
		})
	})
}
