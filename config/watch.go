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

// Watcher has the current clients of the presets of a file that may change. Make
// one with [Watch]. It is safe for concurrent use.
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
// same connections, unless a proxy or TLS setting is among the changes; it keeps
// the retry budget, the cookies and the OAuth2 tokens whose own settings did not
// change. A client that is no longer current stays usable, and its connections are
// closed as its calls end.
func Watch(path string, opts ...Option) (*Watcher, error) {
	w := &Watcher{path: path, s: newSettings(opts), done: make(chan struct{})}
	l := w.load(nil, nil)
	if l.err != nil {
		return nil, l.err
	}
	w.seen = l.at
	w.current.Store(&l.versions)
	ctx, stop := context.WithCancel(context.Background())
	w.stop = stop
	go w.watch(ctx)
	return w, nil
}

// Current returns the client of a preset as the file is now. Ask for it where a
// call begins, and do not close it. Calls on the client of a preset that the watch
// does not have fail with kind request and name the presets that it has.
func (w *Watcher) Current(preset string) *outbound.Client {
	versions := *w.current.Load()
	if v := versions[preset]; v != nil {
		return v.client
	}
	return missing(preset, versions)
}

// Close ends the watch and the current clients: further calls fail with kind
// closed, calls in flight finish. It waits for a Report that is under way, but not
// for a file that cannot be read to its end, may be called again and returns nil.
func (w *Watcher) Close() error {
	w.close.Do(func() {
		w.stop()
		<-w.done
		for _, v := range *w.current.Load() {
			_ = v.client.Close() // it returns nil
			v.retire(nil)
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
		now, ok := beside(ctx, func() [len(last)]byte { return w.stampOf(w.seen.files) })
		if !ok {
			return
		}
		if now == last && now != w.seen.sum {
			old := *w.current.Load()
			l, ok := beside(ctx, func() loaded { return w.load(old, w.seen.files) })
			if !ok {
				return
			}
			w.replace(old, l)
			now = w.seen.sum
		}
		last = now
	}
}
