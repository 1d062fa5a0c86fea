package mock

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Run runs f in a bubble of package synctest, in which time is virtual: it
// stands still while anything runs and jumps to the next timer when everything
// waits. A wait of an hour takes no time, [Transport.Elapsed] says an hour, and
// a goroutine that is still blocked at the end fails the test. A socket's
// goroutine would stop time: use m, or [NewServer].
//
// The base's end-of-test checks run in the bubble, after f.
func Run(t *testing.T, f func(t *testing.T, m *Transport)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Helper()
		m := NewTransport(t)
		m.running = new(sync.WaitGroup)
		f(t, m)
	})
}

// run runs f in a goroutine. In [Run] the test ends after it.
func (m *Transport) run(f func()) {
	if m.running == nil {
		go f()
		return
	}
	m.running.Go(f)
}

// Elapsed is the time since the base was made.
func (m *Transport) Elapsed() time.Duration { return time.Since(m.began) }

// Waits are the times between the requests: from the end of one, its response body
// included, to the arrival of the next; zero if they overlapped. In [Run] these
// are exactly the waits of the code under test.
func (m *Transport) Waits() []time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []time.Duration
	for i := 1; i < len(m.log); i++ {
		all = append(all, max(m.log[i].as.Time.Sub(m.log[i-1].ended()), 0))
	}
	return all
}
