package retry

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestABudgetLosesNoUpdate(t *testing.T) { synctest.Test(t, testABudgetLosesNoUpdate) } // where no time passes

func testABudgetLosesNoUpdate(t *testing.T) {
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

// Nothing but charges and returns: whoever stores what he has read loses some.
func TestNoChargeIsLostInACrowd(t *testing.T) { synctest.Test(t, testNoChargeIsLostInACrowd) } // where no time passes

func testNoChargeIsLostInACrowd(t *testing.T) {
	const goroutines, rounds = 100, 10_000
	b := NewBudget(2*goroutines*rounds, .5)
	b.spend(here)
	var all sync.WaitGroup
	for range goroutines {
		all.Go(func() {
			for range rounds {
				b.spend(here)
				b.refund(here)
			}
		})
	}
	all.Wait()
	equal(t, "grains left", b.own(here).grains.Load(), b.max-token-goroutines*rounds*token/2)
}

func TestABudgetHasABoundedNumberOfBuckets(t *testing.T) {
	synctest.Test(t, testABudgetHasABoundedNumberOfBuckets)
} // where no time passes

func testABudgetHasABoundedNumberOfBuckets(t *testing.T) {
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
	synctest.Test(t, testNoChargeIsLostWhenBucketsMakeWay)
} // where no time passes

func testNoChargeIsLostWhenBucketsMakeWay(t *testing.T) {
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

func TestTokensComeBackWithTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewBudget(10, 0)
		spent := func() (n int) {
			for b.spend(here) {
				n++
			}
			return n
		}
		equal(t, "from full", spent(), 4)
		equal(t, "at once", spent(), 0)
		left := b.own(here).grains.Load()
		for range 15 {
			time.Sleep(700 * time.Millisecond) // less than a second, and nothing of it is lost
			b.own(here).accrue(time.Now(), b.max)
		}
		equal(t, "grains after 10.5 s", b.own(here).grains.Load(), left+10*perSecond)
		time.Sleep(time.Hour)
		equal(t, "after an hour it is full, and not more than full", spent(), 4)
	})
}

// One call a minute whose every attempt fails.
func TestACallerWithOneCallAMinuteHasAllAttemptsAlways(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewBudget(10, .2)
		for minute := range 1000 {
			for n := range 3 {
				if !b.spend(here) {
					t.Fatalf("minute %d: the retry after attempt %d is refused", minute, n+1)
				}
			}
			time.Sleep(time.Minute)
		}
	})
}
