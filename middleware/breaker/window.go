package breaker

import "time"

// buckets is the number of parts of a window.
const buckets = 10

// window counts the judged attempts of the last Window in a ring of buckets.
type window struct {
	start time.Time // of bucket number 0, the zero time before the first attempt
	ring  [buckets]bucket
}

// bucket counts what ended within a tenth of a window.
type bucket struct {
	number              int64 // since start
	calls, failed, slow int32
}

// add counts an attempt that ended now.
func (w *window) add(now time.Time, length time.Duration, failed, slow bool) {
	if w.start.IsZero() {
		w.start = now
	}
	number := w.number(now, length)
	b := &w.ring[number%buckets]
	if b.number != number {
		*b = bucket{number: number}
	}
	b.calls++
	if failed {
		b.failed++
	}
	if slow {
		b.slow++
	}
}

// sum returns the counts of the window that ends now.
func (w *window) sum(now time.Time, length time.Duration) (sum bucket) {
	if w.start.IsZero() {
		return sum
	}
	first := w.number(now, length) - buckets
	for _, b := range w.ring {
		if b.number > first {
			sum.calls += b.calls
			sum.failed += b.failed
			sum.slow += b.slow
		}
	}
	return sum
}

func (w *window) number(now time.Time, length time.Duration) int64 {
	return max(0, int64(now.Sub(w.start)/(length/buckets)))
}
