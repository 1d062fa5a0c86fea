package retry_test

import (
	"math"
	"testing"
	"time"

	"example.com/outbound/retry"
)

// No wait and no jitter is negative, whatever it is made of and asked for; those
// that grow do not shrink, those that are bounded keep their bounds.
func FuzzWaits(f *testing.F) {
	f.Add(int64(s), int64(s), 2.0, 0.5, 1)
	f.Add(int64(longest), int64(math.MinInt64), math.Inf(1), math.NaN(), 10_000_000)
	f.Add(int64(1), int64(longest), math.NaN(), 1.0, 92)
	f.Add(int64(-1), int64(-1), -2.0, -1.0, math.MinInt)
	f.Add(int64(0), int64(1), 1e-300, 0.999, math.MaxInt)
	f.Fuzz(func(t *testing.T, first, second int64, x, u float64, n int) {
		a, b := time.Duration(first), time.Duration(second)
		expo, fibo, line, decay := retry.Exponential(a, x), retry.Fibonacci(a), retry.Linear(a, b), retry.Decay(a, x, b)
		all := map[string]retry.Wait{
			"exponential": expo, "fibonacci": fibo, "linear": line, "decay": decay,
			"constant": retry.Constant(a), "list": retry.List(a, b), "immediate": retry.ImmediateFirst(line),
			"sum": retry.Sum(expo, fibo, line), "chain": retry.Chain(expo, line), "cap": retry.Cap(expo, b),
		}
		for name, w := range all {
			d, ok := w(n)
			if d < 0 || !ok && (name != "list" || n <= 2) {
				t.Errorf("%s(%d): got %v, %v, want a wait of 0 or more", name, n, d, ok)
			}
			for j, jitter := range map[string]retry.Jitter{
				"no": retry.NoJitter, "full": retry.FullJitter, "additive": retry.AdditiveJitter(b), "range": retry.RangeJitter(b),
			} {
				got, least, most := jitter(d, u), time.Duration(0), d
				switch j {
				case "no":
					least = d
				case "additive":
					least, most = d, longest
				case "range":
					least = max(b, 0)
					most = max(d, least)
				}
				if got < least || got > most {
					t.Errorf("%s jitter(%v, %v): got %v, want it from %v to %v", j, d, u, got, least, most)
				}
			}
		}
		if d, _ := all["cap"](n); b > 0 && d > b {
			t.Errorf("cap(%d): got %v, want at most %v", n, d, b)
		}
		grows := map[string]bool{
			"exponential": x >= 1, "fibonacci": true, "linear": b >= 0, "decay": x <= 0, "sum": x >= 1 && b >= 0, "constant": true,
		}
		for name, growing := range grows {
			if n < 1 || n == math.MaxInt || !growing {
				continue
			}
			now, _ := all[name](n)
			next, _ := all[name](n + 1)
			if next < now-now/1e9 { // floating point may be off in the last digits
				t.Errorf("%s: got %v after attempt %d and %v after the next, want no less", name, now, n, next)
			}
		}
	})
}
