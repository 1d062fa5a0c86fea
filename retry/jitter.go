package retry

import "time"

// Jitter spreads a computed wait, so that clients that failed together do not
// come back together. u is uniform in [0,1).
//
// The jitters of this package are pure functions, for any number of goroutines.
// They never return a negative wait and stop at the largest Duration instead of
// overflowing. A wait below 0 and a u that is NaN count as 0; a u outside [0,1]
// counts as the nearer end.
type Jitter func(wait time.Duration, u float64) time.Duration

// NoJitter returns the wait as it is.
func NoJitter(wait time.Duration, _ float64) time.Duration { return max(wait, 0) }

// FullJitter returns u·wait: anything from 0 to the wait.
func FullJitter(wait time.Duration, u float64) time.Duration { return share(wait, u) }

// AdditiveJitter returns wait + u·max. A max below 0 counts as 0.
func AdditiveJitter(max time.Duration) Jitter {
	return func(wait time.Duration, u float64) time.Duration {
		return add(NoJitter(wait, u), share(max, u))
	}
}

// RangeJitter returns min + u·(wait-min): anything from min to the wait, as
// tenacity's wait_random_exponential does. Like there a wait shorter than min
// becomes min. A min below 0 counts as 0, which makes it [FullJitter].
func RangeJitter(min time.Duration) Jitter {
	return func(wait time.Duration, u float64) time.Duration {
		least := max(min, 0)
		return least + share(max(wait, least)-least, u)
	}
}

// share returns u·d, not more than d.
func share(d time.Duration, u float64) time.Duration {
	if u >= 1 {
		return max(d, 0)
	}
	return min(saturate(u*float64(d)), max(d, 0))
}
