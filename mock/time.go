package mock

import (
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
		f(t, NewTransport(t))
	})
}

// Elapsed is the time since the base was made.
func (m *Transport) Elapsed() time.Duration { return time.Since(m.began) }

// Waits is how long each request after the first was waited for: from the last
// sign of life of the one before, its body included, to the arrival of this. It
// is zero where both overlapped. In [Run] these are exactly the waits of the
// code under test.
func (m *Transport) Waits() []time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []time.Duration
	for i := 1; i < len(m.log); i++ {
		all = append(all, max(m.log[i].was.Time.Sub(m.log[i-1].ended()), 0))
	}
	return all
}
