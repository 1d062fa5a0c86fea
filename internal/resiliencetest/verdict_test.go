package resiliencetest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/retry"
)

// What an attempt says about its origin, in each state of the breaker.
func TestAnAttemptIsJudged(t *testing.T) {
	const neutral, good, bad = "neutral", "good", "bad"
	tests := map[string]struct {
		reply    testkit.Reply
		patience time.Duration // of the caller's context: a deadline, or a cancel if it is negative
		opts     []outbound.Option
		call     []outbound.CallOption
		want     string
	}{
		"200":                           {reply: testkit.Text(200, "ok"), want: good},
		"404":                           {reply: testkit.Status(404), want: good},
		"429":                           {reply: testkit.Status(429), want: good},
		"501":                           {reply: testkit.Status(501), want: good},
		"500":                           {reply: testkit.Status(500), want: bad},
		"503":                           {reply: testkit.Status(503), want: bad},
		"an allowed 503":                {reply: testkit.Status(503), call: []outbound.CallOption{outbound.AllowStatus(503)}, want: good},
		"a refused connection":          {reply: testkit.Refused(), want: bad},
		"a reset":                       {reply: testkit.Reset(), want: bad},
		"an attempt timeout":            {reply: testkit.Silence(), want: bad},
		"a body that is cut off":        {reply: cutOff, want: bad},
		"a 503 whose body is cut off":   {reply: testkit.CutOff(503, "text/plain", "abc"), want: bad},
		"a body that cannot be decoded": {reply: testkit.JSON(200, "{"), want: good},
		"cancelled":                     {reply: testkit.Silence(), patience: -time.Second, want: neutral},
		"cancelled after most of the attempt timeout":        {reply: testkit.Silence(), patience: -9 * time.Second, want: neutral},
		"a short deadline":                                   {reply: testkit.Silence(), patience: time.Second, want: neutral},
		"a deadline that leaves half of the attempt timeout": {reply: testkit.Silence(), patience: 6 * time.Second, want: bad},
		"credentials that cannot be had": {reply: testkit.Text(200, "ok"), opts: []outbound.Option{
			outbound.WithAuth(auth.Func(func(*http.Request) error { return errors.New("no") }), sickHome)}, want: neutral},
		"a layer that refuses": {reply: testkit.Text(200, "ok"), opts: []outbound.Option{
			outbound.WithLayer(middleware.PerAttempt, "mine", func(http.RoundTripper) http.RoundTripper {
				return middleware.Func(func(req *http.Request) (*http.Response, error) { return nil, errors.New("no") })
			})}, want: neutral},
	}
	for name, test := range tests {
		for _, state := range []string{"closed", "half_open", "open"} {
			t.Run(name+", "+state, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					base := newMoody(test.reply)
					c := doortest.NewClient(t, append(test.opts, outbound.WithMockTransport(base), outbound.WithRetry(retry.Policy{Attempts: 1}),
						outbound.WithBreaker(breaker.Policy{OpenFor: time.Minute, CloseAfter: 1}))...)
					if state != "closed" {
						c.Isolate(sickHome, time.Hour)
					}
					ctx := t.Context()
					if state == "half_open" {
						time.Sleep(time.Hour)
					}
					switch d := test.patience; {
					case d > 0:
						var cancel context.CancelFunc
						ctx, cancel = context.WithTimeout(ctx, d)
						defer cancel()
					case d < 0:
						var cancel context.CancelFunc
						ctx, cancel = context.WithCancel(ctx)
						time.AfterFunc(-d, cancel)
					}
					_ = fetchJSON(ctx, c, test.call...)
					o := origin(c)
					got := neutral
					switch state {
					case "closed":
						if o.Failures > 0 {
							got = bad
						} else if o.Calls > 0 {
							got = good
						}
					case "half_open":
						got = map[string]string{"half_open": neutral, "closed": good, "open": bad}[o.Breaker]
					case "open":
						if base.WantSent(t, 0); o.Breaker == "forced_open" {
							got = test.want
						}
					}
					if got != test.want {
						t.Errorf("got %s, want %s (%+v)", got, test.want, o)
					}
				})
			})
		}
	}
}

// cutOff is a body that breaks within what retry reads ahead.
func cutOff(req *http.Request) (*http.Response, error) {
	return testkit.CutOff(200, "application/json", `{"a":`)(req)
}

func fetchJSON(ctx context.Context, c *outbound.Client, opts ...outbound.CallOption) error {
	var into struct{ A int }
	_, err := c.R(ctx, opts...).SetResult(&into).Get(doortest.Get().URL)
	return err
}

func TestTenThousandCancelledProbesLeaveTheBreakerHalfOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(func(req *http.Request) (*http.Response, error) {
			<-req.Context().Done()
			return nil, req.Context().Err()
		})
		c := doortest.NewClient(t, outbound.WithMockTransport(base), oneSlot())
		c.Isolate(sickHome, time.Second)
		time.Sleep(time.Second)
		for range 10_000 {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Millisecond, cancel)
			_ = fetch(ctx, c)
		}
		base.WantSent(t, 10_000)
		wantIdle(t, c)
		base.does(testkit.Text(200, "ok"))
		for range 2 {
			if err := fetch(t.Context(), c); err != nil {
				t.Error(err)
			}
		}
		wantBreaker(t, c, "closed")
	})
}

func TestOnlyOneProbeIsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(testkit.Text(200, "ok").After(time.Second))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBreaker(breaker.Policy{}))
		c.Isolate(sickHome, time.Second)
		time.Sleep(time.Second)
		errs := make(chan error, 50)
		for range 50 {
			go func() { errs <- fetch(t.Context(), c) }()
		}
		good := 0
		for range 50 {
			if <-errs == nil {
				good++
			}
		}
		if good != 1 {
			t.Errorf("%d of 50 callers at once were let through, want 1", good)
		}
		base.WantSent(t, 1)
	})
}

// Retry waits for the probe of another call, and then goes on.
func TestCallsWithAttemptsLeftWaitForTheProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(testkit.Status(503).After(500 * time.Millisecond))
		c := doortest.NewClient(t, everySecond(), outbound.WithMockTransport(base), outbound.WithBreaker(breaker.Policy{}))
		errs := make(chan error, 50)
		for range 50 {
			go func() { errs <- fetch(t.Context(), c) }()
		}
		time.Sleep(time.Second)
		wantBreaker(t, c, "open")
		base.does(testkit.Text(200, "ok").After(100 * time.Millisecond))
		for range 50 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		wantBreaker(t, c, "closed")
	})
}

func TestABreakerThatOpensLeavesABodyInUseAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(testkit.Text(200, "").Body(io.MultiReader(strings.NewReader("a"), &slowly{n: 30})))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), oneSlot())
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, doortest.Get().URL, nil)
		resp, err := c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		c.Isolate(sickHome, time.Hour)
		body, err := io.ReadAll(resp.Body)
		if err != nil || len(body) != 31 {
			t.Errorf("got %d bytes, %v; want 31", len(body), err)
		}
		_ = resp.Body.Close()
		wantIdle(t, c)
		wantBreaker(t, c, "forced_open")
	})
}

// slowly gives n bytes, one a second.
type slowly struct{ n int }

func (s *slowly) Read(p []byte) (int, error) {
	if s.n == 0 {
		return 0, io.EOF
	}
	time.Sleep(time.Second)
	s.n--
	return copy(p, "x"), nil
}
