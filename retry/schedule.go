package retry

import (
	"math"
	"time"
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

// maxSteps is the largest number of steps in a schedule.
const maxSteps = 32

// Schedule returns when the attempts of one hop start, and how long a call takes
// at worst, with a server that always fails and sends no Retry-After, which may
// replace a wait by a longer one within the same bounds. attempt bounds an
// attempt and call the whole call; zero means no bound. Of more than 32 attempts
// the first 32 are returned.
func (p Policy) Schedule(attempt, call time.Duration) (steps []Step, worst time.Duration) {
	attempt, call = orElse(attempt, NoBound), orElse(call, NoBound)
	step := Step{Attempt: 1}
	steps = append(steps, step)
	latest := time.Duration(0) // without the bounds
	for n := 1; (p.attempts() == Unlimited || n < p.attempts()) && n < maxSteps; n++ {
		least, mean, most, ok := p.spread(n)
		latest = add(add(latest, attempt), most)
		start := add(step.Earliest, least)
		if !ok || start >= call || p.over(step.Earliest, start) {
			break
		}
		step = Step{
			Attempt:  n + 1,
			Earliest: p.within(start, least),
			Mean:     min(p.within(add(step.Mean, mean), mean), call),
			Latest:   min(p.within(latest, most), call),
		}
		steps = append(steps, step)
	}
	return steps, min(add(step.Latest, attempt), call)
}

// spread is the wait after attempt n: the least, the mean and the most that the
// jitter makes of it.
func (p *Policy) spread(n int) (least, mean, most time.Duration, ok bool) {
	d, ok := p.wait()(n)
	at := func(u float64) time.Duration {
		w := p.jitter()(max(d, 0), u)
		if p.MaxWait > 0 {
			w = min(w, p.MaxWait)
		}
		return max(w, p.MinWait, 0)
	}
	const samples = 1000 // MinWait and MaxWait bend the line, so its middle is not the mean
	sum := 0.0
	for i := range samples {
		sum += float64(at((float64(i) + 0.5) / samples))
	}
	return at(0), saturate(sum / samples), at(1), ok
}

// over reports whether no attempt starts at start, after one that failed at
// failed.
func (p *Policy) over(failed, start time.Duration) bool {
	left, mode := p.left(failed)
	return left <= 0 || mode == Before && start-failed >= left
}

// within is start under the bound of MaxElapsed, after a wait.
func (p *Policy) within(start, wait time.Duration) time.Duration {
	switch {
	case p.maxElapsed() == Unlimited:
		return start
	case p.ElapsedMode == After:
		return min(start, add(p.maxElapsed(), wait))
	}
	return min(start, p.maxElapsed())
}
