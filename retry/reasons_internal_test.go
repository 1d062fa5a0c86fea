package retry

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
)

// failing is an attempt that fails one second into its call. By itself it is
// repeated after a second.
type failing struct {
	policy   Policy
	again    bool
	run      run
	req      *http.Request
	header   http.Header // of the response, a 503
	ctx      context.Context
	deadline time.Duration // of ctx, from the beginning of the call
}

// causes make one reason hold each, whatever the others do.
var causes = []struct {
	reason Reason
	cause  func(*failing)
}{
	{Canceled, func(f *failing) {
		ctx, cancel := context.WithCancel(f.ctx)
		cancel()
		f.ctx = ctx
	}},
	{NotRetryable, func(f *failing) { f.again = false }},
	{MethodNotRetryable, func(f *failing) { f.run.hop.Method = "POST" }},
	{BodyNotReplayable, func(f *failing) { f.req.Body = io.NopCloser(strings.NewReader("once")) }},
	{AttemptsExhausted, func(f *failing) { f.run.number = 4 }},
	{ClassExhausted, func(f *failing) { f.policy.Limits.Status = new(0) }},
	{ElapsedExhausted, func(f *failing) { f.policy.MaxElapsed = time.Second }},
	{WaitsExhausted, func(f *failing) { f.policy.Wait = List() }},
	{RetryAfterTooLong, func(f *failing) { f.header.Set("Retry-After", "60") }},
	{DeadlineTooClose, func(f *failing) { f.deadline = 1500 * time.Millisecond }},
	{BudgetExhausted, func(f *failing) { f.policy.Budget = &Budget{} }},
}

// decision is what becomes of an attempt for which all of these hold.
func decision(t *testing.T, hold ...func(*failing)) (wait time.Duration, reason Reason) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		req, _ := http.NewRequest("PUT", "https://a.test/", nil)
		ctx, cancel := context.WithCancel(t.Context())
		f := &failing{
			policy: Policy{MaxElapsed: 30 * time.Second, Wait: Constant(time.Second), Jitter: NoJitter},
			again:  true, run: run{hop: req, number: 1}, req: req, header: http.Header{}, ctx: ctx,
		}
		for _, cause := range hold {
			cause(f)
		}
		if f.deadline > 0 {
			f.ctx, cancel = context.WithTimeout(f.ctx, f.deadline)
		}
		defer cancel()
		f.run.call, f.run.policy = call.New(f.ctx), &f.policy
		time.Sleep(time.Second)
		wait, reason = f.run.decide(Attempt{
			Number: f.run.number, Request: f.req, Kind: httperror.ServerStatus,
			Response: &http.Response{StatusCode: 503, Header: f.header},
		}, f.again)
	})
	return wait, reason
}

func TestWithoutAReasonToStopThereIsAnotherAttempt(t *testing.T) {
	wait, reason := decision(t)
	equal(t, "a second and no reason", wait == time.Second && reason == "", true)
}

func TestEveryReasonHoldsByItself(t *testing.T) {
	for _, c := range causes {
		t.Run(string(c.reason), func(t *testing.T) {
			wait, reason := decision(t, c.cause)
			equal(t, "wait", wait, 0)
			equal(t, "reason", reason, c.reason)
		})
	}
}

// The order of the reasons is part of the contract.
func TestOfTwoReasonsTheEarlierIsGiven(t *testing.T) {
	pairs := 0
	for i, earlier := range causes {
		for _, later := range causes[i+1:] {
			pairs++
			t.Run(string(earlier.reason)+" before "+string(later.reason), func(t *testing.T) {
				_, reason := decision(t, later.cause, earlier.cause)
				equal(t, "reason", reason, earlier.reason)
				_, reason = decision(t, earlier.cause, later.cause)
				equal(t, "reason, the causes the other way round", reason, earlier.reason)
			})
		}
	}
	equal(t, "pairs", pairs, 55)
}

func TestOfAllReasonsTheFirstThatIsLeftIsGiven(t *testing.T) {
	var hold []func(*failing)
	for _, c := range slices.Backward(causes) {
		hold = append(hold, c.cause)
		_, reason := decision(t, hold...)
		equal(t, "reason", reason, c.reason)
	}
}
