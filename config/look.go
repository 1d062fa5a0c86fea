package config

import (
	"context"
	"time"
)

const shortest = 10 * time.Millisecond

// beside returns what f returns, or ok false as soon as ctx ends. f reads files,
// which on a network may last for ever: then its goroutine outlives the watch.
func beside[T any](ctx context.Context, f func() T) (result T, ok bool) {
	results := make(chan T, 1)
	go func() { results <- f() }()
	select {
	case result = <-results:
		return result, true
	case <-ctx.Done():
		return result, false
	}
}

// replace puts what was loaded in force, or reports why it does not.
func (w *Watcher) replace(old map[string]*version, l loaded) {
	w.seen = l.at
	if l.err == nil {
		w.current.Store(&l.versions)
		for name, v := range old {
			if now := l.versions[name]; now != v {
				v.retire(now)
			}
		}
	}
	w.s.report(l.err)
}
