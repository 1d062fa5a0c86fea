package retry

import (
	"maps"
	"sync/atomic"
	"time"
)

// bucket holds the tokens of an origin, in grains, or closed, and until when the
// tokens that come back with time are counted.
type bucket struct {
	grains  atomic.Int64
	counted atomic.Int64 // Unix time in nanoseconds
}

// perSecond is how many grains come back in a second: 0.05 tokens. A caller with
// one call a minute has all attempts of the default policy, which charges three.
const perSecond = token / 20

// accrue gives the tokens that have come back by now, up to full. Whole seconds
// count, and the rest of one the next time: retries within a second do not depend
// on how fast the machine is. A clock that is set back returns nothing.
func (b *bucket) accrue(now time.Time, full int64) {
	at := now.UnixNano()
	from := b.counted.Load()
	n := (at - from) / int64(time.Second)
	switch {
	case n == 0:
		return
	case n < 0:
		b.counted.CompareAndSwap(from, at)
	case b.counted.CompareAndSwap(from, from+n*int64(time.Second)):
		b.give(min(n, full/perSecond+1)*perSecond, full)
	}
}

// closed marks a bucket that was full and is no longer in the map.
const closed = -1

// take takes up to n and returns what is left. ok is false if the bucket is
// closed.
func (b *bucket) take(n int64) (left int64, ok bool) {
	for {
		have := b.grains.Load()
		if have == closed {
			return 0, false
		}
		left = max(have-n, 0)
		if b.grains.CompareAndSwap(have, left) {
			return left, true
		}
	}
}

// give adds n, up to full. A closed bucket was full.
func (b *bucket) give(n, full int64) {
	for {
		have := b.grains.Load()
		if have == closed || have >= full || n <= 0 {
			return
		}
		if b.grains.CompareAndSwap(have, have+min(n, full-have)) {
			return
		}
	}
}

// find returns the bucket of o: its own, or the shared one.
func (b *Budget) find(o origin) *bucket {
	if own := b.own(o); own != nil {
		return own
	}
	return &b.shared
}

func (b *Budget) own(o origin) *bucket {
	m := b.buckets.Load()
	if m == nil {
		return nil
	}
	return (*m)[o]
}

// open returns the bucket of o, and makes it if there is room. A closed one
// is about to leave the map: the lock waits for that.
func (b *Budget) open(o origin) *bucket {
	if own := b.own(o); own != nil && own.grains.Load() != closed {
		return own
	}
	b.replace.Lock()
	defer b.replace.Unlock()
	if own := b.own(o); own != nil {
		return own // made meanwhile
	}
	next := b.withRoom()
	if next == nil {
		return &b.shared
	}
	own := new(bucket)
	own.grains.Store(b.max)
	own.counted.Store(time.Now().UnixNano())
	next[o.clone()] = own
	b.buckets.Store(&next)
	return own
}

// withRoom returns a copy of the map with room for one more, nil if there is
// none.
func (b *Budget) withRoom() map[origin]*bucket {
	old := b.buckets.Load()
	if old == nil {
		return map[origin]*bucket{}
	}
	if len(*old) < maxBuckets {
		return maps.Clone(*old)
	}
	now := time.Now()
	for _, own := range *old {
		own.accrue(now, b.max)
	}
	if !closeFull(*old, b.max) {
		return nil
	}
	next := maps.Clone(*old)
	maps.DeleteFunc(next, func(_ origin, own *bucket) bool { return own.grains.Load() == closed })
	return next
}

// closeFull closes the full buckets, which say no more than no bucket does, and
// reports whether there were any. Whoever still holds one sees it.
func closeFull(m map[origin]*bucket, full int64) (some bool) {
	for _, own := range m {
		some = own.grains.CompareAndSwap(full, closed) || some
	}
	return some
}
