package retry

import (
	"slices"
	"time"
)

// ImmediateFirst waits 0 after the first attempt and w(n) after attempt n, from
// the second on: the shape of urllib3's backoff_factor. w(1) is left out.
func ImmediateFirst(w Wait) Wait {
	w = w.orDefault()
	return func(n int) (time.Duration, bool) {
		if n <= 1 {
			return 0, true
		}
		return notNegative(w(n))
	}
}

// Sum waits as long as all of ws together, each asked for the same n. It ends
// retrying when one of them does. Without any the wait is 0.
func Sum(ws ...Wait) Wait {
	ws = withDefaults(ws)
	return func(n int) (sum time.Duration, ok bool) {
		for _, w := range ws {
			d, ok := notNegative(w(max(n, 1)))
			if !ok {
				return 0, false
			}
			sum = add(sum, d)
		}
		return sum, true
	}
}

// Chain waits ws[0](1), then ws[1](2), and so on; the last of ws goes on for
// ever. It ends retrying when the one that is asked does. Without any there is
// no further wait.
func Chain(ws ...Wait) Wait {
	ws = withDefaults(ws)
	return func(n int) (time.Duration, bool) {
		if len(ws) == 0 {
			return 0, false
		}
		n = max(n, 1)
		return notNegative(ws[min(n, len(ws))-1](n))
	}
}

// Cap waits as w does, but no longer than max, before jitter; [Policy.MaxWait]
// caps after it. A max of 0 or less means no cap.
func Cap(w Wait, max time.Duration) Wait {
	w = w.orDefault()
	return func(n int) (time.Duration, bool) {
		if n < 1 {
			n = 1
		}
		d, ok := notNegative(w(n))
		if max > 0 {
			d = min(d, max)
		}
		return d, ok
	}
}

// withDefaults copies ws, with the default in the place of nil.
func withDefaults(ws []Wait) []Wait {
	ws = slices.Clone(ws)
	for i, w := range ws {
		ws[i] = w.orDefault()
	}
	return ws
}

// notNegative mends what a Wait of the caller's own may return.
func notNegative(d time.Duration, ok bool) (time.Duration, bool) {
	return max(d, 0), ok
}
