package retry_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/retry"
)

func TestLimitsCountWithinAHopAndTimeOverTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, events := record(retry.Policy{Attempts: 2, Jitter: retry.NoJitter, Limits: retry.Limits{Status: new(1)}})
		base := play(step{status: 503}, step{status: 302, header: []string{"Location", "/next"}}, step{status: 503})
		_, err := outbound.Get[string](t.Context(), client(t, base, p), "/")
		e := failed(t, err)
		want(t, "attempts", e.Attempts, 4)
		want(t, "elapsed", e.Elapsed, 2*s)
		var history []string
		for _, a := range e.History {
			history = append(history, fmt.Sprintf("%d %d %s %v", a.Number, a.StatusCode, a.Kind, a.Wait))
		}
		want(t, "history", fmt.Sprint(history), "[1 503 server_status 0s 2 302  1s 3 503 server_status 0s 4 503 server_status 1s]")
		wantNotes(t, events, "try1", "backoff1 1s", "try2", "success2", "try1", "backoff1 1s", "try2", "giveup2 attempts")
	})
}

func TestMaxElapsedBeginsWithTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, events := record(retry.Policy{MaxElapsed: 5 * s, Jitter: retry.NoJitter})
		base := play(step{status: 302, header: []string{"Location", "/next"}, takes: 5 * s}, step{status: 503})
		_, err := outbound.Get[string](t.Context(), client(t, base, p), "/")
		want(t, "reason", failed(t, err).Reason, string(retry.ElapsedExhausted))
		wantNotes(t, events, "try1", "success1", "try1", "giveup1 max_elapsed")
	})
}

func TestNothingIsCarriedFromCallToCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, events := record(retry.Policy{Attempts: 2, Jitter: retry.NoJitter})
		c := client(t, play(status(503)...), p)
		req := request(t, "PUT", strings.NewReader("x"))
		for range 2 {
			*events = nil
			begun := time.Now()
			_, err := c.Do(req)
			e := failed(t, err)
			want(t, "attempts", e.Attempts, 2)
			want(t, "elapsed", e.Elapsed, time.Since(begun))
			wantNotes(t, events, "try1", "backoff1 1s", "try2", "giveup2 attempts")
			req.Body, _ = req.GetBody()
		}
	})
}

func TestEventsCarryTheirDetails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var events []retry.Event
		p := retry.Policy{Attempts: 3, Jitter: retry.NoJitter, Observe: func(e retry.Event) {
			if e.Err != nil {
				e.Err = errors.Unwrap(e.Err) // the cause
			}
			events = append(events, e)
		}}
		base := play(step{err: errRefused, takes: s}, step{status: 503, takes: s}, step{status: 404})
		_, err := outbound.Get[string](t.Context(), client(t, base, p), "http://user:pw@a.test/p?token=secret#f")
		want(t, "status", failed(t, err).StatusCode, 404)
		const shown = "http://a.test/p?token=REDACTED"
		url := events[0].URL
		if strings.Contains(url, "secret") || strings.Contains(url, "pw") {
			t.Errorf("URL: got %s, want a redacted one like %s", url, shown)
		}
		for i, w := range []retry.Event{
			{Type: retry.Try, Attempt: 1},
			{Type: retry.Backoff, Attempt: 1, Elapsed: s, Wait: s, Err: errRefused},
			{Type: retry.Try, Attempt: 2, Elapsed: 2 * s, Slept: s},
			{Type: retry.Backoff, Attempt: 2, Elapsed: 3 * s, Slept: s, Wait: 2 * s, Status: 503},
			{Type: retry.Try, Attempt: 3, Elapsed: 5 * s, Slept: 3 * s},
			{Type: retry.GiveUp, Attempt: 3, Elapsed: 5 * s, Slept: 3 * s, Status: 404, Reason: retry.NotRetryable},
		} {
			w.Method, w.URL = "GET", url
			want(t, fmt.Sprint("event ", i), events[i], w)
		}
		want(t, "events", len(events), 6)
	})
}

func TestAHundredCallsAtOnce(t *testing.T) {
	var mu sync.Mutex
	ends := map[retry.EventType]int{}
	base := play(status(503, 200, 500, 429, 404, 200, 503)...)
	p := retry.Policy{Wait: retry.Constant(0), Attempts: 3, Budget: retry.NewBudget(1000, .1), Observe: func(e retry.Event) {
		mu.Lock()
		defer mu.Unlock()
		ends[e.Type]++
	}}
	c := client(t, base, p)
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			for range 20 {
				_, err := outbound.Put[string](t.Context(), c, fmt.Sprint("http://h", i%7, ".test/"), "body")
				if err != nil && failed(t, err).Reason == "" {
					t.Error("an error without a reason")
				}
			}
		})
	}
	all.Wait()
	want(t, "ends", ends[retry.GiveUp]+ends[retry.Success], 2000)
	want(t, "requests sent", len(base.sent), ends[retry.Try])
	for _, got := range base.sent {
		want(t, "body", got.body, "body")
	}
}
