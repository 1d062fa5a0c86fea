package callinfo

import (
	"net/http"
	"time"

	"example.com/outbound/httperror"
)

// rare is what few calls have: those that fail, are sent again, follow a
// redirect, or carry what only some layers ask for.
type rare struct {
	hops           []*http.Request     // before the current one
	past           []httperror.Attempt // before the last one
	failed         []failure
	slept          time.Duration
	reason         string
	idempotencyKey string
	kept           any
	secrets        []string // query parameters that hold credentials
}

// more makes place for it. The caller holds the lock.
func (c *Call) more() *rare {
	if c.rare == nil {
		c.rare = new(rare)
	}
	return c.rare
}

// less is what there is of it, the zero value without any.
func (c *Call) less() rare {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rare == nil {
		return rare{}
	}
	return *c.rare
}

// Slept is the time of all waits that ended by themselves.
func (c *Call) Slept() time.Duration { return c.less().slept }

// Reason is why no further attempt was made, "" if there is nothing to say.
func (c *Call) Reason() string { return c.less().reason }

// Summary is what the last line says of a call's way.
type Summary struct {
	Attempts, Redirects int
	Reason              string
}

// Summary returns it.
func (c *Call) Summary() Summary {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := Summary{Attempts: int(c.settled)}
	if c.rare != nil {
		s.Redirects, s.Reason = len(c.rare.hops), c.rare.reason
	}
	return s
}

// SetReason notes why no further attempt is made.
func (c *Call) SetReason(why string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.more().reason = why
}

// IdempotencyKey is key at the first call of it, and the same ever after.
func (c *Call) IdempotencyKey(key string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	m := c.more()
	if m.idempotencyKey == "" {
		m.idempotencyKey = key
	}
	return m.idempotencyKey
}

// Keep leaves v with the call, for the log layer's last line. Kept returns it,
// nil without one.
func (c *Call) Keep(v any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v != nil || c.rare != nil {
		c.more().kept = v
	}
}

// Kept returns what Keep has left.
func (c *Call) Kept() any { return c.less().kept }
