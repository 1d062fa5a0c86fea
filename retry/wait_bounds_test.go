package retry_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"example.com/outbound/retry"
)

func TestIndicesBelowOneAreOneForTheCallersOwnWaitsToo(t *testing.T) {
	for name, w := range map[string]retry.Wait{
		"sum": retry.Sum(index), "chain": retry.Chain(index), "cap": retry.Cap(index, 0),
	} {
		t.Run(name, func(t *testing.T) { wantWait(t, w, -5, s) })
	}
}

func TestWaitsSaturate(t *testing.T) {
	for name, w := range map[string]retry.Wait{
		"exponential":               retry.Exponential(s, 2),
		"exponential of 1 ns":       retry.Exponential(1, 2),
		"exponential by 10":         retry.Exponential(s, 10),
		"exponential by the most":   retry.Exponential(s, math.MaxFloat64),
		"fibonacci":                 retry.Fibonacci(s),
		"fibonacci of 1 ns":         retry.Fibonacci(1),
		"linear":                    retry.Linear(s, 300000*time.Hour),
		"sum":                       retry.Sum(retry.Exponential(s, 2), retry.Exponential(s, 2)),
		"decay with a growing rate": retry.Decay(s, -1, 0),
	} {
		t.Run(name, func(t *testing.T) {
			var last time.Duration
			for n := 1; n < 200; n++ {
				d, ok := w(n)
				if !ok || d < last {
					t.Fatalf("wait %d: got %v, %v after %v, want no less", n, d, ok, last)
				}
				last = d
			}
			for _, n := range []int{10_000_000, math.MaxInt} {
				wantWait(t, w, n, longest)
			}
		})
	}
}

func TestFibonacciIsExactAsLongAsItFits(t *testing.T) {
	wantWait(t, retry.Fibonacci(1), 92, 7540113804746346429) // the last below 2^63
	wantWait(t, retry.Fibonacci(1), 93, longest)
}

func TestWaitsKeepTheirOwnCopyOfASlice(t *testing.T) {
	ds := []time.Duration{s}
	ws := []retry.Wait{retry.Constant(s)}
	list, sum, chain := retry.List(ds...), retry.Sum(ws...), retry.Chain(ws...)
	ds[0], ws[0] = 9*s, retry.Constant(9*s)
	for _, w := range []retry.Wait{list, sum, chain} {
		wantWait(t, w, 1, s)
	}

	nils := []retry.Wait{nil}
	retry.Sum(nils...)
	if !slices.ContainsFunc(nils, func(w retry.Wait) bool { return w == nil }) {
		t.Error("Sum wrote into the caller's slice")
	}
}
