package backend

import (
	"net/http"
	"sync/atomic"
)

// Gate holds every call until Open, so that many are in flight at once.
type Gate struct {
	Memory
	inside atomic.Int64
	open   chan struct{}
}

// NewGate returns a closed gate.
func NewGate() *Gate { return &Gate{open: make(chan struct{})} }

// RoundTrip implements [http.RoundTripper].
func (g *Gate) RoundTrip(req *http.Request) (*http.Response, error) {
	g.inside.Add(1)
	select {
	case <-g.open:
		return g.Memory.RoundTrip(req)
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
}

// Inside returns the number of calls that have come so far.
func (g *Gate) Inside() int64 { return g.inside.Load() }

// Open lets everybody through. It may be called once.
func (g *Gate) Open() { close(g.open) }
