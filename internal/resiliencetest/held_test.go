package resiliencetest

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

const never = 1000 * time.Hour

// everySecond waits a second before each attempt.
func everySecond() outbound.Option {
	return outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Second), Jitter: retry.NoJitter})
}

func TestACallWhoseFirstSendIsRefusedHasNoAttempt(t *testing.T) {
	for name, test := range map[string]struct {
		opts   []outbound.Option
		reason string
	}{
		"without retry": {nil, ""},
		"with retry":    {[]outbound.Option{everySecond()}, "held"},
		"Resilient":     {[]outbound.Option{outbound.Resilient()}, "held"},
	} {
		doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					base := newMoody(testkit.Text(200, "ok"))
					c := doortest.NewClient(t, append(test.opts, outbound.WithBreaker(breaker.Policy{}), outbound.WithMockTransport(base))...)
					begun := time.Now()
					if !c.Isolate(sickHome, 7*time.Second) {
						t.Fatal("Isolate: got false, want true: there is a breaker")
					}
					time.Sleep(time.Second)
					_, err := d.Call(t.Context(), c, doortest.Get())
					e := doortest.WantKind(t, err, httperror.CircuitOpen)
					if e.Attempts != 0 || e.History != nil || e.Reason != test.reason || e.RetryAfter != 6*time.Second || e.Delivery != httperror.NotSent {
						t.Errorf("got attempts %d, history %v, reason %q, RetryAfter %v, delivery %q", e.Attempts, e.History, e.Reason, e.RetryAfter, e.Delivery)
					}
					wantTook(t, begun, time.Second)
					base.WantSent(t, 0)
				})
			})
		})
	}
}

// The breaker opens while a call has attempts left: the call ends at once with the
// server's own answer.
func TestABreakerNeverReplacesTheAnswerOfTheServer(t *testing.T) {
	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
		synctest.Test(t, func(t *testing.T) {
			var c *outbound.Client
			base := newMoody(inTurn(testkit.Text(503, "first"), func(req *http.Request) (*http.Response, error) {
				c.Isolate(sickHome, never)
				return testkit.Text(503, "second")(req)
			}))
			c = doortest.NewClient(t, everySecond(), outbound.WithBreaker(breaker.Policy{}), outbound.WithMockTransport(base))
			begun := time.Now()
			_, err := d.Call(t.Context(), c, doortest.Get())
			e := doortest.WantKind(t, err, httperror.ServerStatus)
			if e.Attempts != 2 || e.Reason != "held" || string(e.Body) != "second" || e.StatusCode != 503 {
				t.Errorf("got attempts %d, reason %q, body %q", e.Attempts, e.Reason, e.Body)
			}
			wantTook(t, begun, time.Second)
			base.WantSent(t, 2)
		})
	})
}

// The breaker opens during the wait, after retry has asked: the send is refused.
func TestASendThatIsRefusedAfterItsWaitLeavesTheLastAnswer(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	for name, test := range map[string]struct {
		reply testkit.Reply
		want  string
	}{
		"a short body":                       {testkit.Text(503, "sorry"), "sorry"},
		"a body of an unknown length":        {unknownLength("sorry"), "sorry"},
		"a body that is longer than is kept": {unknownLength(long), long[:8<<10]},
		"no body":                            {testkit.Status(503), ""},
	} {
		doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					base := newMoody(test.reply)
					var c *outbound.Client
					c = doortest.NewClient(t, everySecond(), outbound.WithBreaker(breaker.Policy{}), outbound.WithConcurrency(limit.Concurrency{Max: 1}),
						outbound.WithMockTransport(base), outbound.WithObserver(outbound.Observer{
							Backoff: func(middleware.Call, outbound.BackoffEvent) {
								if n := origin(c).InFlight; n != 0 {
									t.Errorf("%d slots are held during the wait, want none", n)
								}
								c.Isolate(sickHome, never)
							},
						}))
					begun := time.Now()
					_, err := d.Call(t.Context(), c, doortest.Get())
					e := doortest.WantKind(t, err, httperror.ServerStatus)
					if e.Attempts != 1 || e.Reason != "held" || string(e.Body) != test.want {
						t.Errorf("got attempts %d, reason %q, body of %d bytes", e.Attempts, e.Reason, len(e.Body))
					}
					wantTook(t, begun, time.Second)
					base.WantSent(t, 1)
					base.WantClosed(t)
				})
			})
		})
	}
}

// unknownLength is a 503 whose length is not announced.
func unknownLength(body string) testkit.Reply {
	return func(req *http.Request) (*http.Response, error) {
		return testkit.Status(503).Body(strings.NewReader(body))(req)
	}
}

func TestARefusedSendMovesNeitherTheAttemptsNorTheWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(inTurn(testkit.Reset(), testkit.Status(429), testkit.Text(200, "ok")))
		var c *outbound.Client
		var events []string
		waits := 0
		c = doortest.NewClient(t, outbound.WithBreaker(breaker.Policy{}), outbound.WithMockTransport(base),
			outbound.WithRetry(retry.Policy{
				Attempts: 3, Wait: retry.Linear(time.Second, time.Second), Jitter: retry.NoJitter,
				Observe: func(e retry.Event) {
					s := []string{"try", "backoff", "give up", "success"}[e.Type]
					if e.Type == retry.Backoff {
						s += " " + e.Wait.String() + " held " + e.Hold.String()
						if waits++; waits == 1 {
							c.Isolate(sickHome, 4*time.Second)
						}
					}
					events = append(events, s)
				},
			}))
		begun := time.Now()
		var meta outbound.ResponseMeta
		if err := fetch(t.Context(), c, outbound.Meta(&meta)); err != nil || meta.Attempts != 3 {
			t.Errorf("got %v after %d attempts, want an answer after 3", err, meta.Attempts)
		}
		want := []string{"try", "backoff 1s held 0s", "try", "backoff 3s held 3s", "try", "backoff 2s held 0s", "try", "success"}
		if diff := cmp.Diff(want, events); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]time.Duration{0, 4 * time.Second, 6 * time.Second}, base.at(begun)); diff != "" {
			t.Errorf("sends (-want +got):\n%s", diff)
		}
	})
}

func TestTheWaitIsTheLongerOfRetrysAndTheOrigins(t *testing.T) {
	for name, test := range map[string]struct {
		hold, want time.Duration
	}{
		"the origin's": {5 * time.Second, 5 * time.Second},
		"retry's":      {500 * time.Millisecond, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var c *outbound.Client
				base := newMoody(inTurn(func(req *http.Request) (*http.Response, error) {
					c.Isolate(sickHome, test.hold)
					return testkit.Status(503)(req)
				}, testkit.Text(200, "ok")))
				c = doortest.NewClient(t, everySecond(), outbound.WithBreaker(breaker.Policy{}), outbound.WithMockTransport(base))
				begun := time.Now()
				if err := fetch(t.Context(), c); err != nil {
					t.Error(err)
				}
				wantTook(t, begun, test.want)
			})
		})
	}
}

// What does not fit ends the call now, with what the server has said.
func TestAHoldThatDoesNotFitIsNotWaitedFor(t *testing.T) {
	for name, opts := range map[string][]outbound.Option{
		"into the call timeout":      {everySecond(), outbound.WithTimeout(20 * time.Second)},
		"into MaxElapsed":            {outbound.WithRetry(retry.Policy{MaxElapsed: 20 * time.Second})},
		"into MaxElapsed, by Before": {outbound.WithRetry(retry.Policy{MaxElapsed: 20 * time.Second, ElapsedMode: retry.Before})},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var c *outbound.Client
				base := newMoody(func(req *http.Request) (*http.Response, error) {
					c.Isolate(sickHome, 21*time.Second)
					return testkit.Status(503)(req)
				})
				c = doortest.NewClient(t, append(opts, outbound.WithBreaker(breaker.Policy{}), outbound.WithMockTransport(base))...)
				begun := time.Now()
				e := doortest.WantKind(t, fetch(t.Context(), c), httperror.ServerStatus)
				if e.Reason != "held" || e.Attempts != 1 {
					t.Errorf("got reason %q after %d attempts", e.Reason, e.Attempts)
				}
				wantTook(t, begun, 0)
			})
		})
	}
}

// A queue that is full says nothing about when it will have room.
func TestARetryThatFindsTheQueueFullLeavesTheLastAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(testkit.Status(503))
		c := doortest.NewClient(t, everySecond(), outbound.WithConcurrency(limit.Concurrency{Max: 1, Queue: limit.NoQueue}), outbound.WithMockTransport(base))
		go func() {
			time.Sleep(500 * time.Millisecond)
			base.does(testkit.Text(200, "late").After(10 * time.Second))
			_ = fetch(t.Context(), c)
		}()
		begun := time.Now()
		e := doortest.WantKind(t, fetch(t.Context(), c), httperror.ServerStatus)
		if e.Reason != "held" || e.Attempts != 1 {
			t.Errorf("got reason %q after %d attempts", e.Reason, e.Attempts)
		}
		wantTook(t, begun, time.Second)
		time.Sleep(time.Minute)
		wantIdle(t, c)
	})
}

func TestTheBodyOfARequestIsSentWholeAfterARefusal(t *testing.T) {
	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
		synctest.Test(t, func(t *testing.T) {
			var c *outbound.Client
			base := newMoody(inTurn(testkit.Status(503), testkit.Text(200, "ok")))
			c = doortest.NewClient(t, everySecond(), outbound.WithBreaker(breaker.Policy{}), outbound.WithMockTransport(base),
				outbound.WithObserver(outbound.Observer{Backoff: func(_ middleware.Call, b outbound.BackoffEvent) {
					if b.Hold == 0 {
						c.Isolate(sickHome, 3*time.Second)
					}
				}}))
			a := doortest.Ask{Method: http.MethodPut, URL: doortest.Get().URL, Body: "the whole body"}
			if _, err := d.Call(t.Context(), c, a); err != nil {
				t.Fatal(err)
			}
			for _, s := range base.Requests() {
				if string(s.Body) != a.Body {
					t.Errorf("the server got %q", s.Body)
				}
			}
			base.WantSent(t, 2)
		})
	})
}

// A caller that leaves, a deadline that passes and a client that is closed end a
// call that waits for its turn; nothing was sent.
func TestAWaitForTheOriginEndsWithTheCall(t *testing.T) {
	held := []outbound.Option{outbound.WithGate(limit.Gate{})}
	full := []outbound.Option{outbound.WithConcurrency(limit.Concurrency{Max: 1})}
	slow := []outbound.Option{outbound.WithRateLimit(limit.Rate{N: 1, Per: 20 * time.Second})}
	for name, opts := range map[string][]outbound.Option{"gate": held, "concurrency": full, "rate": slow} {
		for how, end := range map[string]struct {
			kind   httperror.Kind
			reason string
			do     func(cancel context.CancelFunc, c *outbound.Client)
		}{
			"cancelled": {httperror.Canceled, "canceled", func(cancel context.CancelFunc, _ *outbound.Client) { cancel() }},
			"closed":    {httperror.Closed, "canceled", func(_ context.CancelFunc, c *outbound.Client) { _ = c.Close() }},
		} {
			t.Run(name+", "+how, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					base := newMoody(inTurn(testkit.Status(429).With("Retry-After", "30"), testkit.Text(200, "slow").After(20*time.Second)))
					c := doortest.NewClient(t, append(opts, everySecond(), outbound.WithAttemptTimeout(0), outbound.WithMockTransport(base))...)
					_ = fetch(t.Context(), c, outbound.NoRetry())
					go func() { _ = fetch(t.Context(), c, outbound.NoRetry()) }()
					synctest.Wait()
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					done := make(chan error)
					go func() { done <- fetch(ctx, c) }()
					time.Sleep(time.Second)
					sent := len(base.at(time.Now()))
					end.do(cancel, c)
					e := doortest.WantKind(t, <-done, end.kind)
					if e.Attempts != 0 || e.Delivery != httperror.NotSent || e.Reason != end.reason {
						t.Errorf("got %d attempts, delivery %q, reason %q", e.Attempts, e.Delivery, e.Reason)
					}
					if end.kind == httperror.Canceled && !errors.Is(e, context.Canceled) {
						t.Errorf("%v is no context.Canceled", e)
					}
					if n := len(base.at(time.Now())); n != sent {
						t.Errorf("the server got %d more requests", n-sent)
					}
					time.Sleep(time.Minute)
					wantIdle(t, c)
				})
			})
		}
	}
}

func TestACallThatIsClosedWhileItWaitsToSendAgainTellsItsFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(testkit.Status(503).With("Retry-After", "20"))
		c := doortest.NewClient(t, everySecond(), outbound.WithGate(limit.Gate{}), outbound.WithMockTransport(base))
		done := make(chan error)
		go func() { done <- fetch(t.Context(), c) }()
		time.Sleep(time.Second)
		_ = c.Close()
		e := doortest.WantKind(t, <-done, httperror.Closed)
		if e.Attempts != 1 || !slices.ContainsFunc(e.History, func(a httperror.Attempt) bool { return a.StatusCode == 503 }) {
			t.Errorf("got %d attempts, %v", e.Attempts, e.History)
		}
	})
}
