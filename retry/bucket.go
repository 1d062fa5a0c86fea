package retry

import (
	"maps"
	"sync/atomic"
)

// bucket holds the tokens of an origin, in grains, or closed.
type bucket struct{ grains atomic.Int64 }

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
		if have == closed || have >= full {
			return
		}
		if b.grains.CompareAndSwap(have, min(have+n, full)) {
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
