package retry

import (
	"math"
	"slices"
	"time"
)

// Wait gives the wait after attempt n (1, 2, …) of a hop; ok false means that
// there is no further wait, which ends retrying.
//
// The waits of this package are pure functions, for any number of goroutines. n
// below 1 counts as 1. They cost no more for a large n, never return
// a negative wait, and stop at the largest Duration (292 years) instead of
// overflowing. A nil Wait given to one of them means the default of [Policy].
type Wait func(n int) (d time.Duration, ok bool)

func (w Wait) orDefault() Wait {
	if w == nil {
		return houseWait
	}
	return w
}

func houseWait(n int) (time.Duration, bool) { return exponential(time.Second, 2, n), true }

// Exponential waits base·factor^(n-1): base, base·factor, base·factor², … A base
// below 0 counts as 0. A factor that is negative or NaN counts as 1.
func Exponential(base time.Duration, factor float64) Wait {
	return func(n int) (time.Duration, bool) { return exponential(base, factor, n), true }
}

func exponential(base time.Duration, factor float64, n int) time.Duration {
	if n <= 1 || base <= 0 || factor < 0 || factor == 1 || math.IsNaN(factor) {
		return max(base, 0)
	}
	return saturate(float64(base) * math.Pow(factor, float64(n-1)))
}

// Fibonacci waits unit times 1, 1, 2, 3, 5, 8, … A unit below 0 counts as 0.
func Fibonacci(unit time.Duration) Wait {
	return func(n int) (time.Duration, bool) {
		if unit <= 0 {
			return 0, true
		}
		d, next := unit, unit
		for ; n > 1 && d < math.MaxInt64; n-- { // at most 92 rounds: then 1 ns is there too
			d, next = next, add(d, next)
		}
		return d, true
	}
}

// Constant waits d every time. A d below 0 counts as 0.
func Constant(d time.Duration) Wait {
	return func(int) (time.Duration, bool) { return max(d, 0), true }
}

// List waits ds[0], ds[1], … and then ends retrying. An empty List ends it after
// the first attempt. It keeps a copy of ds. One below 0 counts as 0.
func List(ds ...time.Duration) Wait {
	ds = slices.Clone(ds)
	return func(n int) (time.Duration, bool) {
		if n = max(n, 1); n > len(ds) {
			return 0, false
		}
		return max(ds[n-1], 0), true
	}
}

// Linear waits start+step·(n-1): start, start+step, start+2·step, … The step may
// be negative; a sum below 0 counts as 0.
func Linear(start, step time.Duration) Wait {
	return func(n int) (time.Duration, bool) {
		return max(add(start, times(step, max(n, 1)-1)), 0), true
	}
}

// Decay waits initial·e^(-rate·(n-1)), but not less than min: the decay of
// Python's backoff. With a rate below 0 the wait grows; NaN counts as 0. An
// initial or min below 0 counts as 0.
func Decay(initial time.Duration, rate float64, min time.Duration) Wait {
	return func(n int) (time.Duration, bool) {
		d := max(initial, 0)
		if n > 1 && d > 0 && !math.IsNaN(rate) {
			d = saturate(float64(d) * math.Exp(-rate*float64(n-1)))
		}
		return max(d, min, 0), true
	}
}
