package limit

import (
	"fmt"
	"net/http"
	"time"

	"example.com/outbound/internal/keyed"
	"example.com/outbound/observe"
)

// Learn reads what a response asks for. changed is what observers must be told,
// nil for nothing.
func (g *Holds) Learn(req *http.Request, resp *http.Response) (changed *observe.StateChange) {
	now := time.Now()
	wish, cause := g.gate.wish(resp, now)
	switch {
	case wish.hold > 0 && wish.hold <= g.gate.MaxHold:
		return g.hold(g.key(req), now, wish.hold, cause)
	case wish.pace > 0:
		if h := g.states.Lock(g.key(req)); h != nil {
			defer h.Unlock()
			h.pace, h.paced = wish.pace, now.Add(min(wish.until, g.gate.MaxHold))
			h.free = now.Add(wish.pace)
			h.cause = cause
		}
	}
	return nil
}

// hold holds a key. A hold is never shortened.
func (g *Holds) hold(k keyed.Key, now time.Time, d time.Duration, cause string) *observe.StateChange {
	h := g.states.Lock(k)
	if h == nil {
		return nil
	}
	defer h.Unlock()
	until := now.Add(d)
	if !until.After(h.until) {
		return nil
	}
	from := "free"
	if h.told {
		from = "held"
	}
	h.until, h.cause, h.told, h.step = until, cause, true, 0
	h.waiting.wakeAll() // some cannot wait for so long
	return &observe.StateChange{Origin: k.String(), What: "gate", From: from, To: "held", Cause: cause, Until: until}
}

// held says in words why requests are held. The value is the server's.
func held(status int, field, value string) string {
	return fmt.Sprintf("status %d with %s: %.80q", status, field, value)
}
