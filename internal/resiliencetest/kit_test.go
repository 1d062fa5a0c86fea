package resiliencetest

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
)

const sickHome = "https://a.example"

// moody is a server whose behaviour a test changes.
type moody struct {
	*testkit.Base
	mu    sync.Mutex
	reply testkit.Reply
	times []time.Time // of the requests
}

func newMoody(reply testkit.Reply) *moody {
	m := &moody{reply: reply}
	m.Base = testkit.Script(func(req *http.Request) (*http.Response, error) {
		m.mu.Lock()
		m.times = append(m.times, time.Now())
		reply := m.reply
		m.mu.Unlock()
		return reply(req)
	})
	return m
}

// does makes the server reply so from now on.
func (m *moody) does(reply testkit.Reply) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reply = reply
}

// inTurn gives the replies in turn, the last again and again.
func inTurn(replies ...testkit.Reply) testkit.Reply {
	var mu sync.Mutex
	n := 0
	return func(req *http.Request) (*http.Response, error) {
		mu.Lock()
		reply := replies[min(n, len(replies)-1)]
		n++
		mu.Unlock()
		return reply(req)
	}
}

// at is the times of the requests, since begun.
func (m *moody) at(begun time.Time) (all []time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, t := range m.times {
		all = append(all, t.Sub(begun))
	}
	return all
}

// fetch makes one call.
func fetch(ctx context.Context, c *outbound.Client, opts ...outbound.CallOption) error {
	_, err := outbound.Get[string](ctx, c, sickHome+"/x", opts...)
	return err
}

// origin is what the client knows about the origin of these tests.
func origin(c *outbound.Client) outbound.OriginState {
	for _, o := range c.Origins() {
		if o.Origin == sickHome {
			return o
		}
	}
	return outbound.OriginState{}
}

func wantBreaker(t testing.TB, c *outbound.Client, want string) {
	t.Helper()
	if got := origin(c).Breaker; got != want {
		t.Errorf("the breaker is %q, want %q (%+v)", got, want, c.Origins())
	}
}

// wantIdle demands that no request holds a slot or waits for anything.
func wantIdle(t testing.TB, c *outbound.Client) {
	t.Helper()
	for _, o := range c.Origins() {
		if o.InFlight != 0 || o.Queued != 0 {
			t.Errorf("%s: %d requests hold a slot and %d wait, want none", o.Origin, o.InFlight, o.Queued)
		}
	}
}

// wantTook demands that d has passed since begun, to the millisecond.
func wantTook(t testing.TB, begun time.Time, d time.Duration) {
	t.Helper()
	if got := time.Since(begun).Round(time.Millisecond); got != d {
		t.Errorf("it took %v, want %v", got, d)
	}
}
