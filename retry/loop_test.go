package retry_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

func TestTheLoop(t *testing.T) {
	plain := retry.Policy{Jitter: retry.NoJitter}
	with := func(change func(*retry.Policy)) retry.Policy { p := plain; change(&p); return p }
	tests := map[string]struct {
		policy retry.Policy
		steps  []step
		events string // joined with ", "
		took   time.Duration
	}{
		"an answer needs one attempt": {
			plain, status(200), "try1, success1", 0,
		},
		"failures are repeated until an answer comes": {
			plain, status(503, 503, 200), "try1, backoff1 1s, try2, backoff2 2s, try3, success3", 3 * s,
		},
		"after four attempts it is over": {
			plain, status(503), "try1, backoff1 1s, try2, backoff2 2s, try3, backoff3 4s, try4, giveup4 attempts", 7 * s,
		},
		"one attempt is no retry": {
			with(func(p *retry.Policy) { p.Attempts = 1 }), status(503), "try1, giveup1 attempts", 0,
		},
		"what does not pass by itself is not repeated": {
			plain, status(503, 404), "try1, backoff1 1s, try2, giveup2 not_retryable", s,
		},
		"time counts from the beginning of the call": {
			with(func(p *retry.Policy) { p.MaxElapsed = 5 * s }), []step{{status: 503, takes: 2 * s}},
			"try1, backoff1 1s, try2, giveup2 max_elapsed", 5 * s,
		},
		"the last wait is clipped and one more attempt made": {
			with(func(p *retry.Policy) { p.MaxElapsed = 2 * s }), status(503, 503, 200),
			"try1, backoff1 1s, try2, backoff2 1s, try3, success3", 2 * s,
		},
		"Retry-After replaces a shorter wait and the index goes on": {
			plain, []step{{status: 429, header: []string{"Retry-After", "5"}}, {status: 503}, {status: 200}},
			"try1, backoff1 5s, try2, backoff2 2s, try3, success3", 7 * s,
		},
		"an answer that nobody wants yet is polled": {
			with(func(p *retry.Policy) { p.When = retry.OnStatus(202) }), status(202, 202, 200),
			"try1, backoff1 1s, try2, backoff2 2s, try3, success3", 3 * s,
		},
		"attempts without end have none": {
			with(func(p *retry.Policy) {
				p.Attempts, p.MaxElapsed, p.Wait = retry.Unlimited, retry.Unlimited, retry.List(1, 2, 3, 4, 5)
			}),
			status(503), "try1, backoff1 1ns, try2, backoff2 2ns, try3, backoff3 3ns, try4, backoff4 4ns, try5, backoff5 5ns, try6, giveup6 waits", 15,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, events := record(tt.policy)
				base := play(tt.steps...)
				begun := time.Now()
				resp, err := client(t, base, p).HTTP().Get("http://a.test/")
				if err != nil {
					t.Fatal(err)
				}
				_ = resp.Body.Close()
				wantNotes(t, events, strings.Split(tt.events, ", ")...)
				want(t, "time", time.Since(begun), tt.took)
				want(t, "requests sent", len(base.sent), 1+strings.Count(tt.events, ", try"))
			})
		})
	}
}

func TestUnlimitedIsTenThousandAttemptsToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		steps := append(slices.Repeat(status(503), 10_000), status(200)...)
		p := retry.Policy{Attempts: retry.Unlimited, MaxElapsed: retry.Unlimited, Wait: retry.Constant(time.Hour), Jitter: retry.NoJitter}
		var meta outbound.ResponseMeta
		_, err := outbound.Get[struct{}](t.Context(), client(t, play(steps...), p), "/", outbound.Meta(&meta))
		want(t, "error", err, nil)
		want(t, "attempts", meta.Attempts, 10_001)
		want(t, "elapsed", meta.Elapsed, 10_000*time.Hour)
	})
}

func TestTheLastAnswerSurvives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := play(step{status: 500, body: strings.NewReader("first")}, step{status: 503, body: strings.NewReader("last")})
		_, err := outbound.Get[string](t.Context(), client(t, base, retry.Policy{Attempts: 2, Jitter: retry.NoJitter}), "/")
		e := failed(t, err)
		want(t, "body", string(e.Body), "last")
		want(t, "kind", e.Kind, httperror.ServerStatus)
		want(t, "reason", e.Reason, string(retry.AttemptsExhausted))
		want(t, "attempts", e.Attempts, 2)
		want(t, "history", slices.Equal(e.History, []httperror.Attempt{
			{Number: 1, StatusCode: 500, Kind: httperror.ServerStatus},
			{Number: 2, StatusCode: 503, Kind: httperror.ServerStatus, Wait: s},
		}), true)
	})
}

func TestAnAnswerThatIsGivenUpIsNoError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := play(step{status: 202}, step{status: 202, body: strings.NewReader("not yet")})
		p := retry.Policy{Attempts: 2, When: retry.OnStatus(202)}
		got, err := outbound.Get[string](t.Context(), client(t, base, p), "/")
		want(t, "error", err, nil)
		want(t, "body", got, "not yet")
	})
}
