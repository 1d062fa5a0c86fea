package retry

import (
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	uri "example.com/outbound/internal/origin"
)

// Budget keeps retries from making an outage worse: gRPC retry throttling (gRFC
// A6). Every origin has a bucket of tokens in it, full at first. A failure that
// is to be retried takes 1 token, a success returns a part of one, time returns
// 0.05 tokens a second, and a retry is made only while more than half of the
// tokens are left.
//
// It is for any number of goroutines, and no update is lost. An origin gets its
// bucket at its first failure; until then a call costs a look-up. There are at
// most 1024 buckets: then full ones make way for new ones, and when none is full,
// all origins without one share one. A nil Budget permits every retry, the zero
// value none: use [NewBudget].
type Budget struct {
	max, ratio int64                              // in grains
	shared     bucket                             // of all origins without one of their own
	buckets    atomic.Pointer[map[origin]*bucket] // never written to, only replaced
	replace    sync.Mutex                         // held while buckets is replaced
}

// Tokens are counted in grains, whole numbers, so that nothing is lost in
// adding them up.
const (
	token      = 1_000_000 // grains
	maxTokens  = 1e12      // twice as many grains still fit into an int64
	maxBuckets = 1024      // 100 KiB or so
)

// NewBudget makes a Budget with the given number of tokens per origin, of which
// a success returns ratio. From full, just under tokens/2 retries can be made in
// a row; in the long run ratio per success, and 3 a minute. Both are counted in
// millionths. Tokens of 2 or less permit no retry, and a negative number or NaN
// counts as 0; with a ratio of 0 a success returns nothing. More than 10^12 tokens count as 10^12.
func NewBudget(tokens, ratio float64) *Budget {
	b := &Budget{max: grains(tokens), ratio: grains(ratio)}
	b.shared.grains.Store(b.max)
	return b
}

func grains(tokens float64) int64 {
	if tokens <= 0 || math.IsNaN(tokens) {
		return 0
	}
	return int64(math.Round(min(tokens, maxTokens) * token))
}

// spend charges a failure of o and reports whether it may be retried: charge
// first, then ask.
func (b *Budget) spend(o origin) bool {
	if b == nil || b == noBudget {
		return true
	}
	for {
		own := b.open(o)
		own.accrue(time.Now(), b.max)
		if left, ok := own.take(token); ok {
			return 2*left > b.max
		}
	}
}

// left is how many tokens of o are left, and of how many.
func (b *Budget) left(o origin) (have, of float64) {
	return float64(max(b.find(o).grains.Load(), 0)) / token, float64(b.max) / token
}

// refund returns the part of a success to the bucket of o. It allocates nothing,
// and writes nothing if the bucket is full.
func (b *Budget) refund(o origin) {
	if b != nil && b != noBudget {
		b.find(o).give(b.ratio, b.max)
	}
}

// origin is what a bucket of a [Budget] belongs to: scheme, host and port, the
// zero value in [Do].
type origin struct{ scheme, host string }

// origin is where the run sends its request, the zero value without a budget.
// It allocates nothing unless the host is spelled in an unusual way.
func (r *run) origin() origin {
	if r.policy.Budget == nil || r.hop == nil || r.hop.URL == nil {
		return origin{}
	}
	return origin{r.hop.URL.Scheme, uri.Key(r.hop.URL)}
}

// clone is a copy that keeps nothing else alive, such as a long URL.
func (o origin) clone() origin { return origin{strings.Clone(o.scheme), strings.Clone(o.host)} }

// noBudget is the one pointer that NoBudget returns.
var noBudget = NewBudget(0, 0)

// NoBudget returns a budget that never refuses, the same pointer every time: for a
// policy that must not keep the budget of an earlier one. It keeps no state.
func NoBudget() *Budget { return noBudget }
