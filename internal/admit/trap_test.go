package admit_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/admit"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/observe"
)

func TestAnObserverThatPanicsLosesNeitherPermitNorSlot(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := admit.Policies{Breaker: &breaker.Policy{}, Concurrency: &limit.Concurrency{Max: 1}}
		c := broken(t, p)
		a, err := admit.New(p, admit.Hooks{Changed: func(*http.Request, observe.StateChange) { panic("observer") }}, c.Admission)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(6 * time.Second)
		func() {
			defer func() { _ = recover() }()
			_, _ = a.Layer()(http.DefaultTransport).RoundTrip(request(t.Context(), home))
			t.Error("got no panic")
		}()
		c.inFlight(0)
		for range 2 {
			if err := c.get(t.Context()); err != nil {
				t.Errorf("the next probe: %v", err)
			}
		}
		c.breakerIs("closed")
	})
}

func TestABreakerThatOpensLeavesABodyInUseAlone(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newClient(t, admit.Policies{Breaker: &breaker.Policy{}, Concurrency: &limit.Concurrency{Max: 5}})
		resp, err := c.RoundTrip(request(t.Context(), home))
		if err != nil {
			t.Fatal(err)
		}
		c.open()
		time.Sleep(30 * time.Second)
		b := make([]byte, 10)
		if n, _ := resp.Body.Read(b); string(b[:n]) != "body" {
			t.Errorf("got %q", b[:n])
		}
		resp.Body.Close()
		c.inFlight(0)
	})
}

// A process that was suspended, or was not used for long, comes back to what it
// left: no burst, no breaker for ever.
func TestAClockThatJumpsByDecades(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const decades = 60 * 365 * 24 * time.Hour
		c := newClient(t, admit.Policies{
			Breaker: &breaker.Policy{}, Gate: &limit.Gate{}, Rate: &limit.Rate{N: 2, MaxWait: limit.Never},
			Concurrency: &limit.Concurrency{Adaptive: &limit.Adaptive{SlowAfter: time.Second}},
		})
		c.does(status(503, "Retry-After", "30"))
		_ = c.get(t.Context())
		time.Sleep(decades)
		c.does(nil)
		passed := 0
		for range 10 {
			if c.get(t.Context()) == nil {
				passed++
			}
		}
		if passed != 2 {
			t.Errorf("got %d requests at once after decades, want the burst of 2", passed)
		}
		c.Isolate("https://a.test", decades)
		he := wantKind(t, c.get(t.Context()), httperror.CircuitOpen)
		if he.RetryAfter != decades {
			t.Errorf("got RetryAfter %v, want %v", he.RetryAfter, decades)
		}
		c.Isolate("https://a.test", 1<<63-1)
		wantKind(t, c.get(t.Context()), httperror.CircuitOpen)
		time.Sleep(decades)
		wantKind(t, c.get(t.Context()), httperror.CircuitOpen)
		c.Isolate("https://a.test", 0)
		if err := c.get(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// Full and free are told once each, however often the limit refuses.
func TestAFullLimitIsToldOnce(t *testing.T) {
	for name, p := range map[string]admit.Policies{
		"rate":        {Rate: &limit.Rate{N: 1, MaxWait: limit.Never}},
		"concurrency": {Concurrency: &limit.Concurrency{Max: 1, Queue: limit.NoQueue}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				c := newClient(t, p)
				c.does(func(_ int, req *http.Request) (*http.Response, error) {
					time.Sleep(500 * time.Millisecond)
					return answer(req, 200), nil
				})
				for range 20 {
					for range 3 {
						go func() { _ = c.get(t.Context()) }()
					}
					time.Sleep(2 * time.Second)
				}
				time.Sleep(10 * time.Second)
				_ = c.get(t.Context())
				if got := fmt.Sprint(c.told()); got != "[limit free>full limit full>free]" {
					t.Errorf("got the changes %s", got)
				}
			})
		})
	}
}

// Requests whose callers leave early are no load that an adaptive limit could
// learn from, unless they were late already.
func TestAnAdaptiveLimitLearnsFromLateAnswersOnly(t *testing.T) {
	for name, test := range map[string]struct {
		act   func(int, *http.Request) (*http.Response, error)
		lower bool
	}{
		"a quick answer":      {status(200), false},
		"a quick error":       {fails(httperror.Connect), false},
		"a 429":               {status(429), true},
		"a 503":               {status(503), true},
		"an attempt timeout":  {fails(httperror.Timeout), true},
		"a late answer":       {late(2 * time.Second), true},
		"a caller that waits": {late(500 * time.Millisecond), false},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				c := bounded(t, limit.Concurrency{Adaptive: &limit.Adaptive{SlowAfter: time.Second}})
				c.does(test.act)
				_ = c.get(t.Context())
				for _, o := range c.Origins() {
					if got := o.Limit < 20; got != test.lower {
						t.Errorf("got a limit of %d, lowered: %v, want %v", o.Limit, got, test.lower)
					}
				}
			})
		})
	}
}

func late(d time.Duration) func(int, *http.Request) (*http.Response, error) {
	return func(_ int, req *http.Request) (*http.Response, error) {
		time.Sleep(d)
		return answer(req, 200), nil
	}
}

func TestAnAdaptiveLimitStaysWithinItsBounds(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := bounded(t, limit.Concurrency{Adaptive: &limit.Adaptive{Min: 3, Max: 6, Start: 5, SlowAfter: time.Second}})
		limits := func(want int) {
			t.Helper()
			if o := c.Origins(); len(o) != 1 || o[0].Limit != want {
				t.Errorf("got the origins %+v, want a limit of %d", o, want)
			}
		}
		for range 20 {
			c.does(status(503))
			_ = c.get(t.Context())
			time.Sleep(time.Second)
		}
		limits(3)
		c.does(late(100 * time.Millisecond))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for range 10 {
			go func() {
				for ctx.Err() == nil {
					_ = c.get(ctx)
				}
			}()
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		limits(6)
	})
}

// What was sent before a breaker changed its state says nothing afterwards,
// however much of it fails.
func TestManyLateFailuresOfAnEarlierPeriodDoNotCount(t *testing.T) {
	for name, after := range map[string]time.Duration{"while it is open": 4 * time.Second, "while it is half-open": 8 * time.Second} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				c := newClient(t, admit.Policies{Breaker: &breaker.Policy{}})
				c.does(func(_ int, req *http.Request) (*http.Response, error) {
					time.Sleep(after)
					return answer(req, 500), nil
				})
				for range 50 {
					go func() { _ = c.get(t.Context()) }()
				}
				synctest.Wait()
				c.open() // takes 1.8 s
				time.Sleep(5800 * time.Millisecond)
				for range 2 {
					if err := c.get(t.Context()); err != nil {
						t.Errorf("a probe: %v", err)
					}
					time.Sleep(after / 4)
				}
				c.breakerIs("closed")
			})
		})
	}
}

// Two requests wait for the gate of a half-open breaker: one probes, and the
// other gives its token back.
func TestARequestThatIsNotTheProbeGivesItsTokenBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newClient(t, admit.Policies{
			Breaker: &breaker.Policy{}, Gate: &limit.Gate{}, Rate: &limit.Rate{N: 3, Per: time.Hour, MaxWait: limit.Never},
		})
		c.does(status(429, "Retry-After", "5"))
		_ = c.get(t.Context())
		c.Isolate("https://a.test", time.Second)
		time.Sleep(time.Second)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		c.does(hangs)
		errs := make(chan error, 2)
		for range 2 {
			go func() { errs <- c.get(ctx) }()
		}
		wantKind(t, <-errs, httperror.CircuitOpen)
		cancel()
		<-errs
		c.does(nil)
		if err := c.get(t.Context()); err != nil {
			t.Errorf("the third token of the hour is gone: %v", err)
		}
	})
}

func TestLateAnswersOfOneRoundLowerTheLimitOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := bounded(t, limit.Concurrency{Adaptive: &limit.Adaptive{SlowAfter: time.Second}})
		c.does(late(2 * time.Second))
		for range 20 {
			go func() { _ = c.get(t.Context()) }()
		}
		time.Sleep(3 * time.Second)
		if o := c.Origins(); len(o) != 1 || o[0].Limit != 18 {
			t.Errorf("got the origins %+v, want the limit lowered once, from 20 to 18", o)
		}
	})
}

// A request that comes while others wait does not overtake them, even if it
// comes at the moment in which a slot becomes free.
func TestNobodyOvertakesTheQueue(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := bounded(t, limit.Concurrency{Max: 1})
		first, err := c.RoundTrip(request(t.Context(), home))
		if err != nil {
			t.Fatal(err)
		}
		for range 200 {
			served := make(chan *http.Response)
			go func() {
				resp, err := c.RoundTrip(request(t.Context(), home))
				if err != nil {
					t.Error(err)
				}
				served <- resp
			}()
			synctest.Wait()
			first.Body.Close()
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			_, err := c.RoundTrip(request(ctx, home))
			cancel()
			if err == nil {
				t.Fatal("a request overtook the one that waited")
			}
			first = <-served
		}
		first.Body.Close()
	})
}
