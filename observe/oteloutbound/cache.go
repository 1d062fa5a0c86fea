package oteloutbound

import "sync"

// keptSets is how many values a cache keeps: a client that calls more hosts than
// that makes the attributes of the others anew each time.
const keptSets = 1024

// cache keeps what is made of a key. The zero value is ready. It is safe for
// concurrent use.
type cache[K comparable, V any] struct {
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
	v = newValue(k)
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.kept[k]; known != nil {
		return known
	}
	if c.kept == nil {
		c.kept = map[K]*V{}
	}
	if len(c.kept) < keptSets {
		c.kept[k] = v
	}
	return v
}
