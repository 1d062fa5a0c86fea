package main

import (
	"context"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

// peer is a way of retrying.
type peer struct {
	name    string
	policy  func() retry.Policy // asked once per client
	callers int                 // that share a client; 0 means 1
	breaker bool                // the client has the policies of Resilient
}

var peers = []peer{
	{name: "no retry", policy: func() retry.Policy { return retry.Policy{Attempts: 1} }},
	{name: "bare recipe", policy: func() retry.Policy {
		return retry.Policy{
			Attempts: 4, MaxElapsed: 50 * time.Second,
			Wait: retry.Exponential(time.Second, 2), Jitter: retry.FullJitter,
		}
	}},
	{name: "go-retryablehttp", policy: func() retry.Policy { // RetryMax 4, RetryWaitMin 1 s, RetryWaitMax 30 s
		return retry.Policy{
			Attempts: 5, MaxElapsed: retry.Unlimited,
			Wait: retry.Exponential(time.Second, 2), MaxWait: 30 * time.Second, Jitter: retry.NoJitter,
		}
	}},
	{name: "Standard()", policy: standard},
}

// resilient are the clients with a breaker, and the same without: many quiet
// ones and few busy ones.
var resilient = []peer{
	{name: "Standard(), 1 caller", policy: standard, callers: 1},
	{name: "Resilient(), 1 caller", policy: standard, callers: 1, breaker: true},
	{name: "Standard(), 50 callers", policy: standard, callers: 50},
	{name: "Resilient(), 50 callers", policy: standard, callers: 50, breaker: true},
}

// standard is the policy of [outbound.Standard].
func standard() retry.Policy {
	return retry.Policy{Budget: retry.NewBudget(outbound.StandardBudgetTokens, outbound.StandardBudgetRatio)}
}

// unbudgeted is standard without its budget.
func unbudgeted() retry.Policy { return retry.Policy{} }

// drained is standard with a budget whose tokens are spent.
func drained() retry.Policy {
	p := standard()
	spend := retry.Policy{Budget: p.Budget, Attempts: 2, Wait: retry.Constant(0)}
	for range outbound.StandardBudgetTokens {
		_, _ = retry.Do(context.Background(), spend, func(context.Context) (struct{}, error) {
			return struct{}{}, httperror.Timeout
		})
	}
	return p
}
