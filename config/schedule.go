package config

import (
	"time"

	"example.com/outbound/retry"
)

// NoBound is the time of what is not bounded.
const NoBound = retry.NoBound

// Step is a [retry.Step]: when an attempt of a call starts, counted from the start
// of the call.
type Step struct {
	Attempt  int           // 1, 2, …
	Earliest time.Duration // all before it fail at once, and the jitter is the least
	Mean     time.Duration // all before it fail at once, and the jitter is the mean
	Latest   time.Duration // all before it take their whole time, and the jitter is the most
}

// Schedule is [retry.Policy.Schedule] for the preset. Without retry there is one
// attempt.
func (x *Explanation) Schedule() (steps []Step, worst time.Duration) {
	p := retry.Policy{Attempts: 1}
	if x.Retry != nil {
		p = *x.Retry
	}
	all, worst := p.Schedule(x.AttemptTimeout, x.Timeout)
	for _, s := range all {
		steps = append(steps, Step{s.Attempt, known(s.Earliest), known(s.Mean), known(s.Latest)})
	}
	return steps, known(worst)
}

// known returns d, or NoBound for more than 25 years, so that sums with d do not
// overflow.
func known(d time.Duration) time.Duration {
	if d > 25*longest {
		return NoBound
	}
	return d
}
