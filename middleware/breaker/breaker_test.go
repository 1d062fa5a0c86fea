package breaker_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/retry"
)

// sending asks b for a permit and reports the outcome. It returns false if b
// refuses.
func sending(b *breaker.Breaker, req *http.Request, o breaker.Outcome) bool {
	permit, left, _ := b.Acquire(req)
	if left > 0 {
		return false
	}
	permit.Report(o)
	return true
}

var (
	good = breaker.Outcome{Attempt: retry.Attempt{Response: &http.Response{StatusCode: 200}}}
	bad  = breaker.Outcome{Attempt: retry.Attempt{Kind: httperror.Reset, Err: io.ErrUnexpectedEOF}}
)

func newBreaker(t *testing.T, p breaker.Policy) *breaker.Breaker {
	t.Helper()
	b, err := breaker.New(p)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A permit that is never reported wedged two well-known breakers for ever.
func TestAPermitThatIsNeverReportedFreesItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBreaker(t, breaker.Policy{MinCalls: 1})
		req := testkit.Get(t, "https://a.test/")
		sending(b, req, bad)
		time.Sleep(6 * time.Second)
		lost, left, _ := b.Acquire(req)
		if left > 0 || !lost.Probe() {
			t.Fatalf("got %v left and probe %v, want a probe", left, lost.Probe())
		}
		if sending(b, req, good) {
			t.Error("a second probe was let through beside the first")
		}
		time.Sleep(59 * time.Second)
		if sending(b, req, good) {
			t.Error("the probe counted as lost before MaxOpen")
		}
		time.Sleep(time.Second)
		if !sending(b, req, good) {
			t.Error("the lost probe still holds its place")
		}
		if lost.Report(bad); !sending(b, req, good) {
			t.Error("the report of a lost probe counted")
		}
		if state, _ := b.Ask(req); state != breaker.Closed {
			t.Errorf("got %s, want closed after two good probes", state)
		}
	})
}

func TestASecondReportDoesNothing(t *testing.T) {
	b := newBreaker(t, breaker.Policy{MinCalls: 2})
	req := testkit.Get(t, "https://a.test/")
	permit, _, _ := b.Acquire(req)
	permit.Report(bad)
	permit.Report(bad)
	permit.Release()
	var none breaker.Permit
	none.Report(bad)
	if state, _ := b.Ask(req); state != breaker.Closed {
		t.Errorf("got %s, want closed: one attempt has failed", state)
	}
}

func TestTheFieldsSayWhenItOpens(t *testing.T) {
	for name, c := range map[string]struct {
		policy breaker.Policy
		every  time.Duration
		opens  int // with this failure; 0: never
	}{
		"the default, often":         {breaker.Policy{}, 10 * time.Millisecond, 20},
		"the default, once a second": {breaker.Policy{}, time.Second, 5},
		"MinRow":                     {breaker.Policy{MinRow: 20 * time.Second}, 5 * time.Second, 5},
		"Consecutive":                {breaker.Policy{Consecutive: 3}, time.Second, 3},
		"Consecutive off, quiet":     {breaker.Policy{Consecutive: breaker.Off}, time.Second, 0},
		"MinCalls":                   {breaker.Policy{Consecutive: breaker.Off, MinCalls: 7}, time.Second, 7},
		"Window":                     {breaker.Policy{Consecutive: breaker.Off, Window: time.Minute}, time.Second, 20},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBreaker(t, c.policy)
				req := testkit.Get(t, "https://a.test/")
				opened := 0
				for n := 1; n <= 100 && opened == 0; n++ {
					sending(b, req, bad)
					if state, _ := b.Ask(req); state == breaker.Open {
						opened = n
					}
					time.Sleep(c.every)
				}
				if opened != c.opens {
					t.Errorf("got it open after %d failures, want %d", opened, c.opens)
				}
			})
		})
	}
}

func TestASuccessEndsTheRow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBreaker(t, breaker.Policy{})
		req := testkit.Get(t, "https://a.test/")
		for range 20 {
			for range 4 {
				sending(b, req, bad)
				time.Sleep(3 * time.Second)
			}
			sending(b, req, good)
		}
		if state, _ := b.Ask(req); state != breaker.Closed {
			t.Errorf("got %s, want closed", state)
		}
	})
}

func TestTheOpenTimeIsSpreadByATenth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for u, want := range map[float64]time.Duration{0: 4500 * time.Millisecond, 0.5: 5 * time.Second, 1: 5500 * time.Millisecond} {
			b := newBreaker(t, breaker.Policy{MinCalls: 1, Rand: func() float64 { return u }})
			req := testkit.Get(t, "https://a.test/")
			sending(b, req, bad)
			if _, left := b.Ask(req); left != want {
				t.Errorf("Rand %v: got %v, want %v", u, left, want)
			}
		}
	})
}

func TestASlowProbeIsNoGoodOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBreaker(t, breaker.Policy{MinCalls: 1, SlowAfter: time.Second})
		req := testkit.Get(t, "https://a.test/")
		sending(b, req, bad)
		time.Sleep(6 * time.Second)
		slow := good
		slow.Ran = 2 * time.Second
		sending(b, req, slow)
		if state, left := b.Ask(req); state != breaker.Open || left == 0 {
			t.Errorf("got %s, want open", state)
		}
	})
}

func TestProbesAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBreaker(t, breaker.Policy{MinCalls: 1, Probes: 3, CloseAfter: 3})
		req := testkit.Get(t, "https://a.test/")
		sending(b, req, bad)
		time.Sleep(6 * time.Second)
		var probes []breaker.Permit
		for {
			p, left, _ := b.Acquire(req)
			if left > 0 {
				break
			}
			probes = append(probes, p)
		}
		if len(probes) != 3 {
			t.Fatalf("got %d probes at a time, want 3", len(probes))
		}
		for i := range probes {
			probes[i].Report(good)
		}
		if state, _ := b.Ask(req); state != breaker.Closed {
			t.Errorf("got %s, want closed", state)
		}
	})
}

func TestTheCauseOfAChangeHasItsNumbers(t *testing.T) {
	b := newBreaker(t, breaker.Policy{})
	req := testkit.Get(t, "https://a.test/")
	for range 19 {
		sending(b, req, bad)
	}
	p, _, _ := b.Acquire(req)
	change := p.Report(breaker.Outcome{Attempt: retry.Attempt{Response: &http.Response{StatusCode: 502}, Kind: httperror.ServerStatus}})
	if change == nil {
		t.Fatal("got no change")
	}
	want := "20 of 20 attempts in 10s failed, the last one: status 502"
	if change.Cause != want || change.Origin != "https://a.test" || change.What != "breaker" || change.Until.IsZero() {
		t.Errorf("got %+v, want the cause %q", *change, want)
	}
}

func TestDefaultVerdicts(t *testing.T) {
	cancelled, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("enough"))
	failure := func(kind httperror.Kind) retry.Attempt {
		return retry.Attempt{Request: testkit.Get(t, "https://a.test/"), Kind: kind, Err: kind}
	}
	of := func(code int, kind httperror.Kind) retry.Attempt {
		return retry.Attempt{Request: testkit.Get(t, "https://a.test/"), Response: &http.Response{StatusCode: code}, Kind: kind}
	}
	for name, c := range map[string]struct {
		attempt retry.Attempt
		want    breaker.Verdict
	}{
		"200":                 {of(200, ""), breaker.Success},
		"301":                 {of(301, ""), breaker.Success},
		"404":                 {of(404, httperror.ClientStatus), breaker.Success},
		"429":                 {of(429, httperror.RateLimited), breaker.Success},
		"500":                 {of(500, httperror.ServerStatus), breaker.Failure},
		"501":                 {of(501, httperror.ServerStatus), breaker.Success},
		"503":                 {of(503, httperror.ServerStatus), breaker.Failure},
		"503 that is allowed": {of(503, ""), breaker.Success},
		"505":                 {of(505, httperror.ServerStatus), breaker.Success},
		"599":                 {of(599, httperror.ServerStatus), breaker.Failure},
		"a body cut off":      {retry.Attempt{Kind: httperror.Body, Err: io.ErrUnexpectedEOF}, breaker.Failure},
		"reset of a caller that has cancelled": {
			retry.Attempt{Request: testkit.Get(t, "https://a.test/").WithContext(cancelled), Kind: httperror.Reset, Err: httperror.Reset}, breaker.Neutral,
		},
		"503 to a caller that has cancelled": {
			retry.Attempt{Request: testkit.Get(t, "https://a.test/").WithContext(cancelled), Response: &http.Response{StatusCode: 503}, Kind: httperror.ServerStatus}, breaker.Failure,
		},
		"dns": {failure(httperror.DNS), breaker.Failure}, "connect": {failure(httperror.Connect), breaker.Failure},
		"tls": {failure(httperror.TLS), breaker.Failure}, "proxy": {failure(httperror.Proxy), breaker.Failure},
		"timeout": {failure(httperror.Timeout), breaker.Failure}, "protocol": {failure(httperror.Protocol), breaker.Failure},
		"canceled": {failure(httperror.Canceled), breaker.Neutral}, "auth": {failure(httperror.Auth), breaker.Neutral},
		"request": {failure(httperror.Request), breaker.Neutral}, "too_large": {failure(httperror.TooLarge), breaker.Neutral},
		"decode": {failure(httperror.Decode), breaker.Neutral}, "closed": {failure(httperror.Closed), breaker.Neutral},
		"limited": {failure(httperror.Limited), breaker.Neutral}, "unknown": {failure(httperror.Unknown), breaker.Neutral},
	} {
		if got := breaker.Default(c.attempt); got != c.want {
			t.Errorf("%s: got the verdict %d, want %d", name, got, c.want)
		}
	}
}

func TestClosedBreakersMakeWayAndOpenOnesStay(t *testing.T) {
	b := newBreaker(t, breaker.Policy{MinCalls: 1})
	sick := testkit.Get(t, "https://sick.test/")
	sending(b, sick, bad)
	for i := range 2000 {
		sending(b, testkit.Get(t, fmt.Sprintf("https://h%d.test/", i)), good)
	}
	if state, _ := b.Ask(sick); state != breaker.Open {
		t.Errorf("got %s, want open: it was forgotten", state)
	}
	if n := len(b.States()); n > 1024 {
		t.Errorf("got %d breakers, want at most 1024", n)
	}
}

// What the page shows: a breaker by itself, without a client.
func TestABreakerOpensAndCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, err := breaker.New(breaker.Policy{})
		if err != nil {
			t.Fatal(err)
		}
		var seen []string
		down := func(since time.Duration) bool { return since < 20*time.Second }
		begin := time.Now()
		for since := time.Duration(0); since < 30*time.Second; since = time.Since(begin) {
			permit, left, _ := b.Acquire(testkit.Get(t, "https://a.test/"))
			if left > 0 {
				time.Sleep(left)
				continue
			}
			outcome := good
			if down(since) {
				outcome = bad
			}
			if change := permit.Report(outcome); change != nil {
				seen = append(seen, change.To)
			}
			time.Sleep(500 * time.Millisecond)
		}
		if got := fmt.Sprint(seen); got != "[open open open open closed]" && got != "[open open open open open closed]" {
			t.Errorf("got the changes %s", got)
		}
	})
}
