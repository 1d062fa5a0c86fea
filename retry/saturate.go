package retry

import (
	"math"
	"time"
)

// saturate rounds ns to a Duration: what is too large becomes the largest one,
// what is below 0 or NaN becomes 0.
func saturate(ns float64) time.Duration {
	switch {
	case ns >= math.MaxInt64:
		return math.MaxInt64
	case ns > 0:
		return time.Duration(math.Round(ns))
	}
	return 0
}

// add returns a+b, or the Duration nearest to it.
func add(a, b time.Duration) time.Duration {
	switch {
	case b > 0 && a > math.MaxInt64-b:
		return math.MaxInt64
	case b < 0 && a < math.MinInt64-b:
		return math.MinInt64
	}
	return a + b
}

// times returns d·k for a k of 0 or more, or the Duration nearest to it.
func times(d time.Duration, k int) time.Duration {
	product := d * time.Duration(k)
	switch {
	case k == 0 || product/time.Duration(k) == d:
		return product
	case d < 0:
		return math.MinInt64
	}
	return math.MaxInt64
}
