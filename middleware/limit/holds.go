package limit

import (
	"context"
	"hash/maphash"
	"math"
	"net/http"
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
			return nil, limited("hold "+round(wait).String(), wait, "the server has asked for a pause (%s) that ends in %v, and the request can wait %v", h.cause, round(wait), round(longest))
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
	left := time.Until(h.until)
	if left <= 0 {
		return 0
	}
	_, part := math.Modf(float64(h.asked) * math.Phi)
	h.asked++
	return left + time.Duration(part*float64(g.gate.Spread))
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
