package retry

import (
	"fmt"
	"math"
	"sync"
	"testing"
)

var here, there = origin{"https", "a.test"}, origin{"https", "b.test"}

func host(name ...any) origin { return origin{"http", fmt.Sprint(name...)} }

func TestBudgetChargesFirstAndThenAsks(t *testing.T) {
	tests := map[string]struct {
		tokens, ratio float64
		do            string // s: spend and may, x: spend and may not, r: refund
	}{
		"retries above half only":                {4, .5, "sxx"},
		"an odd number of tokens":                {5, .5, "ssx"},
		"a fraction above half":                  {4.5, .5, "ssx"},
		"a hundred":                              {10, .1, "ssssxxxxxxxxxxxx"},
		"never below 0":                          {4, 1, "sxxxxxxx" + "rrr" + "x" + "rr" + "s"},
		"never above the top":                    {4, 1, "rrrrrrrr" + "sx"},
		"a success returns ratio":                {4, .5, "sx" + "rr" + "x" + "rrr" + "s"},
		"ratio adds up without a rest":           {4, .1, "sx" + "rrrrrrrrrr" + "x" + "rrrrrrrrrr" + "r" + "s"},
		"ratio above tokens fills it":            {4, 99, "sxxx" + "r" + "sx"},
		"ratio 0 returns nothing":                {4, 0, "sx" + "rrrrrrrr" + "x"},
		"ratio below 0 is 0":                     {4, -1, "sx" + "rrrrrrrr" + "x"},
		"ratio NaN is 0":                         {4, math.NaN(), "sx" + "rrrrrrrr" + "x"},
		"ratio Inf fills it":                     {4, math.Inf(1), "sxxx" + "r" + "sx"},
		"2 tokens permit nothing":                {2, 1, "x" + "rrr" + "x"},
		"0 tokens permit nothing":                {0, 1, "x" + "rrr" + "x"},
		"tokens below 0 are 0":                   {-4, 1, "x" + "rrr" + "x"},
		"tokens NaN are 0":                       {math.NaN(), 1, "x" + "rrr" + "x"},
		"-Inf tokens are 0":                      {math.Inf(-1), 1, "x"},
		"Inf tokens do not overflow":             {math.Inf(1), math.Inf(1), "ssss" + "r" + "ssss"},
		"the most tokens do not overflow either": {math.MaxFloat64, 1, "ssss" + "r" + "ssss"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := NewBudget(tt.tokens, tt.ratio)
			for i, c := range tt.do {
				if c == 'r' {
					b.refund(here)
				} else if got, want := b.spend(here), c == 's'; got != want {
					t.Fatalf("%s, step %d: got %v, want %v", tt.do, i+1, got, want)
				}
			}
		})
	}
}

func TestAnOriginDoesNotPayForAnother(t *testing.T) {
	b := NewBudget(4, 1)
	for b.spend(here) {
	}
	equal(t, "the other origin", b.spend(there), true)
	equal(t, "this one", b.spend(here), false)
	for range 9 {
		b.refund(there)
	}
	equal(t, "this one, after the other's successes", b.spend(here), false)
}

func TestWithoutABudgetEveryRetryIsPermitted(t *testing.T) {
	var b *Budget
	for range 100 {
		equal(t, "nil budget", b.spend(here), true)
		b.refund(here)
	}
}

func TestTheZeroBudgetPermitsNone(t *testing.T) {
	var b Budget
	b.refund(here)
	equal(t, "zero budget", b.spend(here), false)
}

func TestABudgetLosesNoUpdate(t *testing.T) {
	const goroutines, rounds = 100, 200
	b := NewBudget(3*goroutines*rounds, .25)
	var all sync.WaitGroup
	for g := range goroutines {
		all.Go(func() {
			for i := range rounds {
				b.spend(here)
				b.spend(host((g + i) % 50)) // makes buckets beside it
				b.refund(here)
			}
		})
	}
	all.Wait()
	equal(t, "grains left", b.own(here).grains.Load(), b.max-goroutines*rounds*(token-token/4))
	var beside int64
	for i := range 50 {
		beside += b.max - b.own(host(i)).grains.Load()
	}
	equal(t, "grains spent beside", beside, goroutines*rounds*token)
}

func TestABudgetHasABoundedNumberOfBuckets(t *testing.T) {
	name := func(i int) origin { return host(i) }
	b := NewBudget(4, 1)
	for i := range maxBuckets {
		equal(t, "first failure", b.spend(name(i)), true)
	}
	equal(t, "one more shares", b.spend(name(maxBuckets)), true)
	equal(t, "with another one more", b.spend(name(maxBuckets+1)), false)
	equal(t, "but not with those that have their own", b.own(name(7)).grains.Load(), 3*token)
	b.refund(name(maxBuckets + 2))
	equal(t, "a success of any of them fills it", b.shared.grains.Load(), 3*token)

	b.refund(name(7)) // full again: it makes way
	stale := b.own(name(7))
	equal(t, "first failure in a bucket of its own", b.spend(name(maxBuckets)), true)
	equal(t, "buckets", len(*b.buckets.Load()), maxBuckets)
	equal(t, "grains of the new one", b.own(name(maxBuckets)).grains.Load(), 3*token)
	_, ok := stale.take(token)
	equal(t, "taking from one that made way", ok, false)
	stale.give(token, b.max)
	equal(t, "giving to one that made way", stale.grains.Load(), closed)
}

// Few buckets and many origins: buckets are closed while others charge them.
func TestNoChargeIsLostWhenBucketsMakeWay(t *testing.T) {
	b := NewBudget(1e6, 0)
	for i := range maxBuckets {
		b.open(host("filler ", i)) // full: the next origin closes them
	}
	const goroutines, rounds = 50, 20
	var all sync.WaitGroup
	for g := range goroutines {
		all.Go(func() {
			for i := range rounds {
				b.spend(host("filler ", (g*rounds+i)%maxBuckets))
				b.spend(host("new ", g%3))
			}
		})
	}
	all.Wait()
	spent := b.max - b.shared.grains.Load()
	for _, own := range *b.buckets.Load() {
		spent += b.max - own.grains.Load()
	}
	equal(t, "grains spent", spent, 2*goroutines*rounds*token)
}

func TestARefundAllocatesNothing(t *testing.T) {
	b := NewBudget(1e6, .1)
	equal(t, "without a bucket", testing.AllocsPerRun(100, func() { b.refund(here) }), 0)
	b.spend(here)
	equal(t, "with a full one", testing.AllocsPerRun(100, func() { b.refund(here) }), 0)
	for range 1000 {
		b.spend(here)
	}
	equal(t, "with one that is not full", testing.AllocsPerRun(100, func() { b.refund(here) }), 0)
	equal(t, "a charge", testing.AllocsPerRun(100, func() { b.spend(here) }), 0)
}
