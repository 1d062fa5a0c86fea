package mock

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// Overload is a server with n workers, each of which takes d for a request, and a
// queue without a bound in front of them, first come, first served: it answers 200
// without a body to n requests per d, and later and later to more. As a busy
// server it does the work for a client that has gone, too. An n below 1 fails the
// test that gives the reply.
//
// A Reply is one server: stubs of one [Transport] that are given the same value
// share its workers.
func Overload(n int, d time.Duration) Reply {
	r := Status(http.StatusOK)
	r.what = fmt.Sprintf("200 of %d workers, %v each", n, d)
	r.overload = &overload{n: n, d: d}
	if n < 1 {
		r.err = fmt.Errorf("Overload(%d, %v): want at least 1 worker", n, d)
	}
	return r
}

type overload struct {
	n int
	d time.Duration
}

// queued puts a request into the queue of o and returns the time until it has
// been worked on.
func (m *Transport) queued(o *overload) time.Duration {
	if o == nil {
		return 0
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	done := m.workers[o] // when each worker that has worked is done
	if len(done) < o.n {
		done = append(done, now)
		m.workers[o] = done
	}
	next := slices.Index(done, slices.MinFunc(done, time.Time.Compare))
	if done[next].Before(now) {
		done[next] = now
	}
	done[next] = done[next].Add(o.d)
	return done[next].Sub(now)
}
