package admit

import (
	"net/http"
	"sync"

	"example.com/outbound/internal/call"
)

// Pending is the outcome of a response that the record of a call reports. It is
// safe for concurrent use, and reports once.
type Pending struct {
	hook call.EndHook
	mu   sync.Mutex
	sent sent
}

// Hook is p as an attempt keeps it.
func (p *Pending) Hook() *call.EndHook {
	p.hook.Follower = p
	return &p.hook
}

// Read reports the outcome: err is what ended the part of the body that was
// read ahead, nil if that part is whole or none was read.
func (p *Pending) Read(req *http.Request, resp *http.Response, err error) {
	if err != nil {
		resp = nil
	}
	a := p.sent.admission
	attempt := a.hooks.attempt(req, resp, err)
	p.mu.Lock()
	changed := p.sent.report(attempt, a.timeout(req))
	p.mu.Unlock()
	a.hooks.changed(req, changed)
}

// End frees the slot, and the permit if no outcome was reported.
func (p *Pending) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent.end()
}
