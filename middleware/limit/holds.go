package limit

import (
	"context"
	"fmt"
	"hash/maphash"
	"math"
	"net/http"
	"sync"
	"time"

	"example.com/outbound/internal/keyed"
	"example.com/outbound/observe"
)

// Holds holds the gates of all keys under one [Gate]. It keeps at most 1024 of
// them: those that hold nothing make way, and a key for which there is no room
// is not held. It is safe for concurrent use.
type Holds struct {
	gate   Gate // with its defaults
	seed   maphash.Seed
	states keyed.Map[hold, *hold]
}

// NewHolds makes a Holds. It fails if g does not validate.
func NewHolds(g Gate) (*Holds, error) {
	if err := g.Validate(); err != nil {
		return nil, err
	}
	return &Holds{gate: g.withDefaults(), seed: maphash.MakeSeed()}, nil
}

// hold is the gate of one key.
type hold struct {
	sync.Mutex
	until   time.Time // nothing passes before
	told    bool      // observers know of the hold
	asked   uint32    // callers that were told to wait by Hold
	cause   string
	step    time.Duration // between requests that are released after the hold; 0 until the first
	pace    time.Duration // between requests, until
	paced   time.Time     // then
	free    time.Time     // the next request passes then
	tickets uint64
	waiting queue
}

// Idle reports whether requests pass as if there were no gate.
func (h *hold) Idle() bool {
	now := time.Now()
	return h.waiting.len() == 0 && !h.until.After(now) && !h.paced.After(now)
}

// key is that of the request: the caller's own Authorization makes a gate of
// its own. It is called above the layer that adds credentials.
func (g *Holds) key(req *http.Request) keyed.Key {
	k := keyed.Of(req, g.gate.Key)
	if g.gate.Key != nil {
		return k
	}
	if values := req.Header["Authorization"]; len(values) > 0 {
		k = k.For(maphash.String(g.seed, values[0]))
	}
	return k
}

// next returns the time until the first caller may pass.
func (h *hold) next(now time.Time) time.Duration {
	if left := h.until.Sub(now); left > 0 {
		return left
	}
	return h.free.Sub(now)
}

// pass lets a request through and says when the next one may follow.
func (h *hold) pass(now time.Time, spread time.Duration) {
	switch n := h.waiting.len(); { // this one included
	case n <= 1:
		h.step = 0
	case h.step == 0:
		h.step = spread / time.Duration(n)
	}
	gap := h.step
	if h.paced.After(now) {
		gap = max(gap, h.pace)
	}
	h.free = now.Add(gap)
}

// Try lets a request through if nothing holds it and no other caller waits.
// changed is what observers must be told, nil for nothing.
func (g *Holds) Try(req *http.Request) (ok bool, changed *observe.StateChange) {
	k := g.key(req)
	h := g.states.Known(k)
	if h == nil {
		return true, nil
	}
	defer h.Unlock()
	now := time.Now()
	if h.waiting.len() > 0 || h.next(now) > 0 {
		return false, nil
	}
	h.pass(now, g.gate.Spread)
	return true, h.released(k)
}

// released is what observers are told at the first request after a hold.
func (h *hold) released(k keyed.Key) *observe.StateChange {
	if !h.told {
		return nil
	}
	h.told, h.asked = false, 0
	return &observe.StateChange{Origin: k.String(), What: "gate", From: "held", To: "free", Cause: "the time that the server asked for has passed"}
}

// Wait lets a request through when nothing holds it, and waits for that if it
// fits into the time that the request has: else it refuses at once. changed is
// what observers must be told, nil for nothing.
func (g *Holds) Wait(ctx context.Context, req *http.Request, stop Stop) (changed *observe.StateChange, err error) {
	k := g.key(req)
	h := g.states.Known(k)
	if h == nil {
		return nil, nil
	}
	defer h.Unlock()
	now := time.Now()
	h.tickets++
	me := h.waiting.enter(h.tickets)
	defer h.waiting.leave(me)
	var timer *time.Timer
	var fired <-chan time.Time
	for arrived := true; ; arrived = false {
		left, first := max(0, h.next(now)), h.waiting.first(me)
		if first && left == 0 {
			h.pass(now, g.gate.Spread)
			return h.released(k), nil
		}
		wait := left
		if ahead := h.waiting.len() - 1; arrived {
			wait += g.gate.Spread * time.Duration(ahead) / time.Duration(ahead+1)
		}
		if longest := patience(ctx, 0, now, now); wait > longest {
			return nil, limited(wait, "the server has asked for a pause (%s) that ends in %v, and the request can wait %v", h.cause, round(wait), round(longest))
		}
		if first {
			if timer == nil {
				timer = time.NewTimer(left)
				defer timer.Stop()
				fired = timer.C
			} else {
				timer.Reset(left)
			}
		}
		h.Unlock()
		err := sleep(ctx, me, fired, stop)
		h.Lock()
		if err != nil {
			return nil, err
		}
		now = time.Now()
	}
}

// Hold returns how long a caller that could wait should wait before it sends a
// request, 0 if nothing holds it. Callers are told different times within
// Spread, the first of them the end of the hold itself.
func (g *Holds) Hold(req *http.Request) time.Duration {
	h := g.states.Known(g.key(req))
	if h == nil {
		return 0
	}
	defer h.Unlock()
	left := h.until.Sub(time.Now())
	if left <= 0 {
		return 0
	}
	_, part := math.Modf(float64(h.asked) * math.Phi)
	h.asked++
	return left + time.Duration(part*float64(g.gate.Spread))
}

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

// States returns the hold of every key that is kept, in no order.
func (g *Holds) States() (all []observe.OriginState) {
	for k, h := range g.states.All() {
		h.Lock()
		all = append(all, observe.OriginState{
			Origin: k.String(), Held: max(0, time.Until(h.until)), Queued: h.waiting.len(),
		})
		h.Unlock()
	}
	return all
}

// held says in words why requests are held. The value is the server's.
func held(status int, field, value string) string {
	return fmt.Sprintf("status %d with %s: %.80q", status, field, value)
}
