package oteloutbound

import "sync"

// How many values a cache keeps: a client that calls more hosts than that makes the
// attributes of the others anew each time, and so with the results of a host.
const (
	keptSets    = 1024
	keptResults = 64
)

// cacheKey is a key that can be kept: own returns k with strings of its own, where
// those of k may be parts of a long URL.
type cacheKey[K any] interface {
	comparable
	own() K
}

// cache keeps what is made of a key, for the first max keys. It is safe for
// concurrent use.
type cache[K cacheKey[K], V any] struct {
	max  int
	mu   sync.RWMutex
	kept map[K]*V
}

func (c *cache[K, V]) get(k K, newValue func(K) *V) *V {
	c.mu.RLock()
	v := c.kept[k]
	c.mu.RUnlock()
	if v != nil {
		return v
	}
	k = k.own()
	v = newValue(k)
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.kept[k]; known != nil {
		return known
	}
	if c.kept == nil {
		c.kept = map[K]*V{}
	}
	if len(c.kept) < c.max {
		c.kept[k] = v
	}
	return v
}
