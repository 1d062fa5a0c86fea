package config

import (
	"math"
	"time"

	"example.com/outbound/retry"
)

// NoBound is the time of what is not bounded.
const NoBound time.Duration = math.MaxInt64

// Step is when an attempt of a call starts, counted from the start of the call.
type Step struct {
	Attempt  int           // 1, 2, …
	Earliest time.Duration // all before it fail at once, and the jitter is the least
	Mean     time.Duration // all before it fail at once, and the jitter is the mean
	Latest   time.Duration // all before it take their whole time, and the jitter is the most
}

// maxSteps is how many attempts of a policy without a bound are told.
const maxSteps = 32

// Schedule returns when the attempts of one hop start, and how long a call takes
// at worst, of a server that always fails and asks for no wait of its own: a
// Retry-After may replace a wait by a longer one, within the same bounds. Without
// retry there is one attempt. Of more than 32 attempts the first 32 are told.
func (x *Explanation) Schedule() (steps []Step, worst time.Duration) {
	attempt, timeout := orNoBound(x.AttemptTimeout), orNoBound(x.Timeout)
	step := Step{Attempt: 1}
	steps = append(steps, step)
	if x.Retry != nil {
		p := policyOf(*x.Retry)
		latest := time.Duration(0) // without the bounds
		for n := 1; n < p.attempts && n < maxSteps; n++ {
			least, mean, most, ok := p.shape(n)
			latest = plus(plus(latest, attempt), most)
			start := plus(step.Earliest, least)
			if !ok || start >= timeout || p.over(step.Earliest, start) {
				break
			}
			step = Step{
				Attempt:  n + 1,
				Earliest: p.within(start, least),
				Mean:     min(p.within(plus(step.Mean, mean), mean), timeout),
				Latest:   min(p.within(latest, most), timeout),
			}
			steps = append(steps, step)
		}
	}
	return steps, min(plus(step.Latest, attempt), timeout)
}

// bounds is what a policy's zero values mean.
type bounds struct {
	retry.Policy
	attempts int
	elapsed  time.Duration
}

func policyOf(p retry.Policy) bounds {
	b := bounds{p, p.Attempts, p.MaxElapsed}
	switch b.attempts {
	case 0:
		b.attempts = 4
	case retry.Unlimited:
		b.attempts = math.MaxInt
	}
	switch b.elapsed {
	case 0:
		b.elapsed = 50 * time.Second
	case retry.Unlimited:
		b.elapsed = NoBound
	}
	if b.Wait == nil {
		b.Wait = retry.Exponential(time.Second, 2)
	}
	if b.Jitter == nil {
		b.Jitter = retry.FullJitter
	}
	return b
}

// shape is the wait after attempt n: the least, the mean and the most of what
// the jitter makes of it.
func (b bounds) shape(n int) (least, mean, most time.Duration, ok bool) {
	d, ok := b.Wait(n)
	at := func(u float64) time.Duration {
		w := b.Jitter(d, u)
		if b.MaxWait > 0 {
			w = min(w, b.MaxWait)
		}
		return max(w, b.MinWait)
	}
	const samples = 1000 // the bounds bend the line, else its middle would do
	sum := 0.0
	for i := range samples {
		sum += float64(at((float64(i) + 0.5) / samples))
	}
	return at(0), time.Duration(math.Round(sum / samples)), at(1), ok
}

// over reports whether there is no attempt at start, after one that failed at
// failed.
func (b bounds) over(failed, start time.Duration) bool {
	return failed >= b.elapsed || b.ElapsedMode == retry.Before && start >= b.elapsed
}

// within is start under the bound of max_elapsed, after a wait.
func (b bounds) within(start, wait time.Duration) time.Duration {
	if b.ElapsedMode == retry.After {
		return min(start, plus(b.elapsed, wait))
	}
	return min(start, b.elapsed)
}

func orNoBound(d time.Duration) time.Duration {
	if d == 0 {
		return NoBound
	}
	return d
}

// plus adds what is not negative, up to NoBound.
func plus(a, b time.Duration) time.Duration {
	if a > NoBound-b {
		return NoBound
	}
	return a + b
}
