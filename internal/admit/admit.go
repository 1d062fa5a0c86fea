package admit

import (
	"cmp"
	"errors"
	"net/http"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/origin"
	"example.com/outbound/internal/printable"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
)

// admit asks every policy in turn whether req may be sent, and waits where a
// policy asks for that. On success s holds what the request takes: a permit of
// the breaker and a slot. A refusal takes nothing, and leaves nothing in s.
func (a *Admission) admit(req *http.Request, s *sent) error {
	begun := time.Time{} // of waiting
	stop := limit.Stop{}

	// An open breaker refuses before any wait.
	state := breaker.Closed
	if a.breaker != nil {
		var left time.Duration
		if state, left = a.breaker.Ask(req); left > 0 {
			return a.open(req, state, left)
		}
	}

	// The origin's own wish.
	if a.gate != nil {
		ok, changed := a.gate.Try(req)
		if !ok {
			if err := a.wait(req, &begun, &stop); err != nil {
				return err
			}
			var err error
			if changed, err = a.gate.Wait(req.Context(), req, stop); err != nil {
				return a.refused(req, begun, err)
			}
		}
		a.hooks.changed(req, changed)
	}

	// The client's own rate.
	if a.rate != nil {
		ok, changed := a.rate.Try(req)
		if !ok {
			if err := a.wait(req, &begun, &stop); err != nil {
				return err
			}
			var err error
			if changed, err = a.rate.Wait(req.Context(), req, stop); err != nil {
				a.hooks.changed(req, changed)
				return a.refused(req, begun, err)
			}
		}
		a.hooks.changed(req, changed)
	}

	// A slot. A probe needs none: requests that hang may hold all of them.
	if a.slots != nil && state != breaker.HalfOpen {
		slot, ok, changed := a.slots.Try(req)
		if !ok {
			err := a.wait(req, &begun, &stop)
			if err == nil {
				slot, changed, err = a.slots.Acquire(req.Context(), req, stop)
			}
			if err != nil {
				a.hooks.changed(req, changed)
				a.giveBackToken(req)
				return a.refused(req, begun, err)
			}
		}
		s.slot = slot
		a.hooks.changed(req, changed)
	}

	// The permit comes last: the breaker may have opened meanwhile, and a probe
	// is not taken by a request that waits.
	if a.breaker != nil {
		permit, left, changed := a.breaker.Acquire(req)
		s.permit = permit
		a.hooks.changed(req, changed)
		if left > 0 {
			s.slot.Release()
			a.giveBackToken(req)
			return a.refused(req, begun, a.open(req, breaker.Open, left))
		}
	}
	a.waited(req, begun)
	return nil
}

// wait prepares the first wait of a request: it begins to count the time, and
// finds out what may end the wait.
func (a *Admission) wait(req *http.Request, begun *time.Time, stop *limit.Stop) error {
	if !begun.IsZero() {
		return nil
	}
	*begun = time.Now()
	closing, closed := a.whenClosed()
	if closed {
		return errClosed
	}
	stop.Closing = closing
	if a.breaker != nil {
		stop.Opened = a.breaker.Opened(req)
	}
	return nil
}

// refused completes the error of a request that had begun to wait.
func (a *Admission) refused(req *http.Request, begun time.Time, err error) error {
	a.waited(req, begun)
	var he *httperror.Error
	if a.breaker != nil && errors.As(err, &he) && he.Kind == httperror.CircuitOpen {
		_, he.RetryAfter = a.breaker.Ask(req)
		if he.Limit == "" {
			he.Limit = a.openTime()
		}
	}
	return err
}

// openTime is the limit of an open breaker.
func (a *Admission) openTime() string {
	return "breaker open " + printable.Exact(cmp.Or(a.policies.Breaker.OpenFor, breaker.DefaultOpenFor))
}

// originOf names the origin that req goes to.
func originOf(req *http.Request) string { return req.URL.Scheme + "://" + origin.Key(req.URL) }

func (a *Admission) waited(req *http.Request, begun time.Time) {
	if a.hooks.Waited != nil && !begun.IsZero() {
		a.hooks.Waited(req, time.Since(begun))
	}
}

func (a *Admission) giveBackToken(req *http.Request) {
	if a.rate != nil {
		a.rate.Return(req)
	}
}

var errClosed = &httperror.Error{Kind: httperror.Closed, Err: errors.New("the client is closed")}

// open is the refusal of a breaker, with its open time as it is configured. One
// that was opened by hand has none.
func (a *Admission) open(req *http.Request, state breaker.State, left time.Duration) error {
	wait, bound := printable.Exact(left.Round(time.Millisecond)), a.openTime()
	text := "the client's circuit breaker for " + originOf(req)
	switch cause := a.breaker.Cause(req); {
	case state == breaker.HalfOpen:
		text += " is half-open and its probe is under way: ask again in " + wait
	case state == breaker.Forced:
		bound = ""
		text += " was opened by hand for another " + wait
	case cause != "":
		text += " is open after " + cause + "; it lets a request through in " + wait
	default:
		text += " is open; it lets a request through in " + wait
	}
	return &httperror.Error{Kind: httperror.CircuitOpen, RetryAfter: left, Limit: bound, Err: errors.New(text)}
}
