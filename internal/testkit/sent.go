package testkit

import (
	"net/http"
	"slices"
	"testing"
	"time"
)

// Sent is a request as it came to a [Base]. Its Request is a clone.
type Sent struct {
	*http.Request
	Body []byte
	Err  error // of reading the body; the context's cause if that ended first
	At   time.Time
}

// Requests are those that came so far.
func (b *Base) Requests() []Sent {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.sent)
}

// Values are the values of a header field, one of each request; "" where it is
// missing.
func (b *Base) Values(name string) (all []string) {
	for _, s := range b.Requests() {
		all = append(all, s.Header.Get(name))
	}
	return all
}

// Last is the request that came last. Without one it fails t.
func (b *Base) Last(t testing.TB) Sent {
	t.Helper()
	all := b.Requests()
	if len(all) == 0 {
		t.Fatal("nothing was sent")
	}
	return all[len(all)-1]
}

// Open is how many response bodies have not been closed.
func (b *Base) Open() (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, body := range b.bodies {
		if body.Closes() == 0 {
			n++
		}
	}
	return n
}

// IdleCloses is how often CloseIdleConnections was called.
func (b *Base) IdleCloses() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.idle
}

// WantSent fails t unless n requests came.
func (b *Base) WantSent(t testing.TB, n int) {
	t.Helper()
	if got := len(b.Requests()); got != n {
		t.Errorf("%d requests were sent, want %d", got, n)
	}
}

// WantClosed fails t for every response body that was not closed.
func (b *Base) WantClosed(t testing.TB) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, body := range b.bodies {
		if body.Closes() == 0 {
			t.Errorf("the body of response %d was not closed", i+1)
		}
	}
}

// WantEnded fails t for every request whose context has not ended. A client that
// gives each call a context of its own must end it with the call.
func (b *Base) WantEnded(t testing.TB) {
	t.Helper()
	for i, s := range b.Requests() {
		if s.Context().Err() == nil {
			t.Errorf("the context of request %d has not ended", i+1)
		}
	}
}
