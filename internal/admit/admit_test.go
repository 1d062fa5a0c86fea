package admit_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/admit"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/layertest"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

// everything are all policies, wide enough to let everything pass.
func everything() admit.Policies {
	return admit.Policies{
		Breaker: &breaker.Policy{}, Gate: &limit.Gate{}, Rate: &limit.Rate{N: 1e9},
		Concurrency: &limit.Concurrency{Adaptive: &limit.Adaptive{SlowAfter: time.Second, Max: 1000}},
	}
}

// each is every policy alone, and all together.
func each() map[string]admit.Policies {
	all := everything()
	return map[string]admit.Policies{
		"breaker":     {Breaker: all.Breaker},
		"gate":        {Gate: all.Gate},
		"rate-limit":  {Rate: &limit.Rate{N: 100}},
		"concurrency": {Concurrency: &limit.Concurrency{Max: 4}},
		"everything":  all,
	}
}

func TestEveryPolicyKeepsTheContractOfALayer(t *testing.T) {
	for name, p := range each() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, err := admit.New(p, admit.Hooks{}, nil)
				if err != nil {
					t.Fatal(err)
				}
				layertest.Run(t, a.Layer())
			})
		})
	}
}

func TestOffIsNil(t *testing.T) {
	a, err := admit.New(admit.Policies{}, admit.Hooks{}, nil)
	if a != nil || err != nil || a.Layer() != nil || a.Names() != nil || a.Origins() != nil {
		t.Errorf("got %v, %v, want nil", a, err)
	}
	if d, kind := a.Hold(nil); d != 0 || kind != "" {
		t.Errorf("got a hold of %v %q, want none", d, kind)
	}
	a.Close()
}

func TestNamesAreInTheOrderAsked(t *testing.T) {
	c := newClient(t, everything())
	if want := []string{"breaker", "gate", "rate-limit", "concurrency"}; !slices.Equal(c.Names(), want) {
		t.Errorf("got %q, want %q", c.Names(), want)
	}
}

func TestEveryProblemOfEveryPolicyIsReported(t *testing.T) {
	_, err := admit.New(admit.Policies{
		Breaker:     &breaker.Policy{Ratio: 2, Window: -1, Consecutive: -2, OpenFor: -1},
		Gate:        &limit.Gate{MaxHold: -1, RateLimit: 9},
		Rate:        &limit.Rate{Per: -1, Burst: -1, MaxWait: -2},
		Concurrency: &limit.Concurrency{Queue: -2, Adaptive: &limit.Adaptive{Min: 300}},
	}, admit.Hooks{}, nil)
	if err == nil {
		t.Fatal("got no error")
	}
	problems := 0
	for range lines(err.Error()) {
		problems++
	}
	if problems != 13 {
		t.Errorf("got %d problems, want 13:\n%v", problems, err)
	}
}

func lines(s string) func(func(string) bool) {
	return func(yield func(string) bool) {
		begin := 0
		for i := range len(s) + 1 {
			if i == len(s) || s[i] == '\n' {
				if !yield(s[begin:i]) {
					return
				}
				begin = i + 1
			}
		}
	}
}

// A copy of a client shares the state of the policies that it has in common.
func TestACopySharesWhatHasNotChanged(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := everything()
		c := broken(t, p)
		shared := newClientWith(t, p, admit.Hooks{}, c)
		shared.breakerIs("open")
		p.Breaker = &breaker.Policy{}
		changed := newClientWith(t, p, admit.Hooks{}, c)
		if err := changed.get(t.Context()); err != nil {
			t.Errorf("another policy has a state of its own: %v", err)
		}
		wantKind(t, shared.get(t.Context()), httperror.CircuitOpen)
	})
}

// Every hop of a redirect is admitted by its own origin.
func TestAnOpenBreakerOfOneOriginLeavesOthersAlone(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := broken(t, admit.Policies{})
		if _, err := c.do(request(t.Context(), "https://b.test/")); err != nil {
			t.Error(err)
		}
		wantKind(t, c.get(t.Context()), httperror.CircuitOpen)
	})
}

// A layer beneath that sends twice, as after a 401, counts once.
func TestAReplayBeneathCountsOnce(t *testing.T) {
	base := &server{}
	a, err := admit.New(admit.Policies{Breaker: &breaker.Policy{}, Rate: &limit.Rate{N: 1, Per: time.Hour, MaxWait: limit.Never}}, admit.Hooks{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	twice := middleware.Func(func(req *http.Request) (*http.Response, error) {
		if resp, err := base.serve(req); err == nil {
			resp.Body.Close()
		}
		return base.serve(req)
	})
	resp, err := a.Layer()(twice).RoundTrip(request(t.Context(), home))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if o := a.Origins(); len(o) != 1 || o[0].Calls != 1 || base.count() != 2 {
		t.Errorf("got the origins %+v and %d sends, want 1 call of 2 sends", o, base.count())
	}
}

func TestHoldIsTheLongestOfThePolicies(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newClient(t, admit.Policies{Breaker: &breaker.Policy{}, Gate: &limit.Gate{}, Rate: &limit.Rate{N: 1}})
		wantHold := func(want time.Duration, kind httperror.Kind) {
			t.Helper()
			if d, k := c.Hold(request(t.Context(), home)); d != want || k != kind {
				t.Errorf("got a hold of %v %q, want %v %q", d, k, want, kind)
			}
		}
		wantHold(0, "")
		c.does(status(429, "Retry-After", "10"))
		_ = c.get(t.Context())
		wantHold(10*time.Second, httperror.Limited)
		c.Isolate("https://a.test", time.Minute)
		wantHold(time.Minute, httperror.CircuitOpen)
		time.Sleep(59500 * time.Millisecond)
		c.Isolate("https://a.test", 0)
		wantHold(0, "")
		c.does(nil)
		_ = c.get(t.Context())
		wantHold(time.Second, httperror.Limited)
	})
}

// The record of a call may report the outcome later: the breaker waits for the
// part of the body that is read ahead, the slot for the end of the body.
func TestTheRecordOfACallReportsTheOutcome(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var followed *admit.Pending
		var of *http.Response
		hooks := admit.Hooks{
			Follow: func(_ *http.Request, resp *http.Response, p *admit.Pending) bool {
				followed, of = p, resp
				return true
			},
			Attempt: func(req *http.Request, resp *http.Response, err error) retry.Attempt {
				return retry.Attempt{Number: 1, Request: req, Response: resp, Err: err, Kind: httperror.Classify(err)}
			},
		}
		c := newClientWith(t, admit.Policies{
			Breaker: &breaker.Policy{}, Concurrency: &limit.Concurrency{Max: 1, Queue: limit.NoQueue},
		}, hooks, nil)
		cut := &httperror.Error{Kind: httperror.Body, Err: io.ErrUnexpectedEOF}
		for range 5 {
			req := request(t.Context(), home)
			if _, err := c.do(req); err != nil {
				t.Fatal(err)
			}
			c.inFlight(1)
			followed.Read(req, of, cut)
			followed.End()
			followed.End()
			c.inFlight(0)
			time.Sleep(300 * time.Millisecond)
		}
		c.breakerIs("open")
	})
}

func TestWhatARequestWaitedForIsTold(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var waited []time.Duration
		hooks := admit.Hooks{Waited: func(_ *http.Request, d time.Duration) { waited = append(waited, d) }}
		c := newClientWith(t, admit.Policies{Rate: &limit.Rate{N: 1}}, hooks, nil)
		for range 3 {
			_ = c.get(t.Context())
		}
		if want := []time.Duration{time.Second, time.Second}; !slices.Equal(waited, want) {
			t.Errorf("got the waits %v, want %v: a request that did not wait is not told", waited, want)
		}
	})
}

func TestTheSuccessPathAllocatesOnceAtMost(t *testing.T) {
	for name, want := range map[string]float64{"breaker": 0, "gate": 0, "rate-limit": 0, "concurrency": 1, "everything": 1} {
		p := each()[name]
		if name == "rate-limit" {
			p.Rate = &limit.Rate{N: 1e9}
		}
		a, err := admit.New(p, admit.Hooks{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		req := request(t.Context(), home)
		resp := answer(req, 200)
		body := resp.Body
		rt := a.Layer()(middleware.Func(func(*http.Request) (*http.Response, error) {
			resp.Body = body
			return resp, nil
		}))
		got := testing.AllocsPerRun(200, func() {
			if resp, err := rt.RoundTrip(req); err == nil {
				resp.Body.Close()
			}
		})
		if got > want {
			t.Errorf("%s: got %v allocations, want at most %v", name, got, want)
		}
	}
}

func TestTenThousandOriginsFitIntoEightMebibytes(t *testing.T) {
	a, err := admit.New(everything(), admit.Hooks{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	rt := a.Layer()(middleware.Func(func(req *http.Request) (*http.Response, error) {
		return nil, &httperror.Error{Kind: httperror.Connect, Err: errors.New("refused")}
	}))
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	for i := range 10_000 {
		_, _ = rt.RoundTrip(request(t.Context(), fmt.Sprintf("https://host-%d.test/", i)))
	}
	if grown := int64(heap() - before); grown > 8<<20 {
		t.Errorf("got %d bytes, want at most 8 MiB", grown)
	} else {
		t.Logf("%d KiB for %d origins", grown>>10, len(a.Origins()))
	}
	if n := len(a.Origins()); n > 1024 {
		t.Errorf("got %d origins, want at most 1024", n)
	}
	runtime.KeepAlive(a)
}
