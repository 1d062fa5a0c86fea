package faultserver

import (
	"maps"
	"net"
	"sync"
)

// books counts connections and requests. The zero value is ready.
type books struct {
	mu       sync.Mutex
	conns    map[*net.TCPConn]struct{}
	opened   int
	ended    bool
	requests []Request
	changed  chan struct{} // closed at the next change, if anybody waits
}

func (b *books) watch() (open int, changed <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.changed == nil {
		b.changed = make(chan struct{})
	}
	return len(b.conns), b.changed
}

func (b *books) open(c *net.TCPConn) (number int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.conns == nil {
		b.conns = map[*net.TCPConn]struct{}{}
	}
	b.conns[c] = struct{}{}
	if b.ended {
		_ = c.Close()
	}
	b.opened++
	return b.opened
}

func (b *books) close(c *net.TCPConn) {
	_ = c.Close()
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.conns, c)
	if b.changed != nil {
		close(b.changed)
		b.changed = nil
	}
}

func (b *books) closeAll() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ended = true
	for c := range maps.Keys(b.conns) {
		_ = c.Close()
	}
}

func (b *books) record(r Request) (index int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.requests = append(b.requests, r)
	return len(b.requests) - 1
}

func (b *books) recordBody(index int, body []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.requests[index].Body = body
}
