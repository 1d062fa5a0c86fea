package config

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"example.com/outbound"
)

// DefaultInterval is how often a [Watcher] looks at its file.
const DefaultInterval = 2 * time.Second

// Watcher hands out clients of the presets of a file that may change. Make one
// with [Watch]. It is safe for concurrent use.
type Watcher struct {
	path    string
	s       settings
	current atomic.Pointer[map[string]*version]
	seen    stamp // of the files in force
	stop    context.CancelFunc
	done    chan struct{}
	close   sync.Once
}

// Watch makes a client of every preset in the file, and again when the file, or
// one that a reference names, has changed. A change is taken when the files read
// the same twice in a row, so that one half written is not; the time between is
// [Every]. A file with a problem, or one that lacks a preset that is in use,
// changes nothing: [Report] is told, and the old presets stay in force.
//
// A client never changes. Calls in flight finish on theirs, and a preset that
// did not change keeps its client. One that changed gets a new client on the
// same connections, unless a proxy or TLS setting is among the changes; its
// retry budget and its cookies go along. A client that is no longer current stays
// usable, and its connections are closed as its calls end.
func Watch(path string, opts ...Option) (*Watcher, error) {
	w := &Watcher{path: path, s: newSettings(opts), done: make(chan struct{})}
	versions, at, err := w.load(nil, nil)
	if err != nil {
		return nil, err
	}
	w.seen = at
	w.current.Store(&versions)
	ctx, stop := context.WithCancel(context.Background())
	w.stop = stop
	go w.watch(ctx)
	return w, nil
}

// Current returns the client of a preset as the file is now. Ask for it where a
// call begins, and do not close it. It is nil for a preset that the watch does
// not have; a call on it fails with kind request.
func (w *Watcher) Current(preset string) *outbound.Client {
	if v := (*w.current.Load())[preset]; v != nil {
		return v.client
	}
	return nil
}

// Close ends the watch and the current clients: further calls fail with kind
// closed, calls in flight finish. It returns when the goroutine of the watch has
// ended, may be called again and returns nil.
func (w *Watcher) Close() error {
	w.close.Do(func() {
		w.stop()
		<-w.done
		for _, v := range *w.current.Load() {
			_ = v.client.Close() // it returns nil
			v.retire()
		}
	})
	<-w.done
	return nil
}

// watch looks at the files until ctx ends.
func (w *Watcher) watch(ctx context.Context) {
	defer close(w.done)
	tick := time.NewTicker(max(w.s.every, shortest))
	defer tick.Stop()
	last := w.seen.sum
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := w.stamp(w.seen.files)
		if now == last && now != w.seen.sum {
			w.reload()
			now = w.seen.sum
		}
		last = now
	}
}

const shortest = 10 * time.Millisecond

// reload puts the presets of the file in force, or says why it does not.
func (w *Watcher) reload() {
	old := *w.current.Load()
	versions, at, err := w.load(old, w.seen.files)
	w.seen = at
	if err == nil {
		w.current.Store(&versions)
		for name, v := range old {
			if versions[name] == nil || versions[name].root != v.root {
				v.retire()
			}
		}
	}
	w.s.report(err)
}
