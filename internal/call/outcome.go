package call

import (
	"errors"
	"math"
	"net/http"

	"example.com/outbound/httperror"
)

var errNeither = errors.New("a layer returned neither a response nor an error")

// ExactlyOne makes what a layer returns a response or an error, never both and
// never neither.
func ExactlyOne(resp *http.Response, err error) (*http.Response, error) {
	if (resp == nil) != (err == nil) {
		return resp, err
	}
	if err == nil {
		return nil, errNeither
	}
	if resp.Body != nil {
		_ = resp.Body.Close()
	}
	return nil, err
}

// finishAttempt takes what the layers beneath have returned for req. It returns a
// response whose body belongs to the attempt, or a typed error.
func (c *Call) finishAttempt(a *Attempt, req *http.Request, resp *http.Response, err error, ahead int64) (*Attempt, *http.Response, error) {
	if resp, err = ExactlyOne(resp, err); err != nil {
		return a, nil, c.failAttempt(a, err, false)
	}
	c.KeepCookies(req, resp)
	if resp.StatusCode == http.StatusSwitchingProtocols { // the body is the connection: it becomes the caller's
		c.noteOutcome(a, resp.StatusCode, nil, true)
		a.Limit(0)
		a.end(true)
		return a, resp, nil
	}
	kind := c.KindOf(resp)
	c.noteLength(resp)
	a.body.Wrap(resp, a)
	if limit := c.aheadOf(a, req, resp, kind, ahead); limit > 0 {
		if err := a.body.ReadAhead(limit, lengthOf(req, resp)); err != nil && kind == "" {
			a.tellFollowers(req, nil, err)
			return a, nil, c.failAttempt(a, err, true)
		}
	}
	a.tellFollowers(req, resp, nil)
	c.noteOutcome(a, resp.StatusCode, nil, true)
	a.Limit(0)
	return a, resp, nil
}

// noteLength notes the length of the body of resp, for the error of one that breaks.
func (c *Call) noteLength(resp *http.Response) {
	n := max(resp.ContentLength, 0)
	if n > math.MaxUint32 {
		n = 0
	}
	c.length.Store(uint32(n)) // checked
}

// failAttempt types err, notes it as the outcome of the attempt, and ends the attempt.
// answered says that a response has come, and only its body has failed.
func (c *Call) failAttempt(a *Attempt, err error, answered bool) error {
	e := c.typed(a, err, false)
	if a.is(refused) || isRefusal(e.Kind) {
		c.uncount(a)
	} else {
		status := e.StatusCode
		if e.Kind == httperror.Auth { // the status is that of the server that issues tokens
			status = 0
		}
		c.noteOutcome(a, status, e, answered)
	}
	a.abandon()
	return e
}

// isRefusal reports whether the kind says that the client itself did not send the
// request.
func isRefusal(kind httperror.Kind) bool {
	return kind == httperror.CircuitOpen || kind == httperror.Limited || kind == httperror.Blocked
}

// uncount takes back the number of a send that a policy of the client has refused: it
// does not count as an attempt.
func (c *Call) uncount(a *Attempt) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a.flags |= hasOutcome | inHistory | notSent
	a.took = c.Elapsed() - a.Begun()
	if c.number == a.number {
		c.number--
	}
	c.delivery.add(httperror.NotSent)
}

// noteOutcome notes what came of an attempt.
func (c *Call) noteOutcome(a *Attempt, status int, failure *httperror.Error, answered bool) {
	took := c.Elapsed() - a.Begun()
	sent := httperror.Answered
	if !answered {
		sent = deliveryOf(a, failure)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	a.flags |= hasOutcome
	a.took, a.status, a.failure = took, int16(status), failure // below 1000
	if sent == httperror.NotSent {
		a.flags |= notSent
	}
	c.delivery.add(sent)
	if c.complete++; a == &c.first && c.complete == 1 {
		return // it comes into the history with the second attempt
	}
	if f := &c.first; f.flags&hasOutcome != 0 && f.flags&inHistory == 0 {
		f.flags |= inHistory
		c.ensureDetails().past.add(c.outcomeOf(f))
	}
	if a.flags&inHistory == 0 {
		a.flags |= inHistory
		c.ensureDetails().past.add(c.outcomeOf(a))
	}
}

// outcomeOf is the entry of the attempt in the history. The caller holds the lock.
func (c *Call) outcomeOf(a *Attempt) httperror.Attempt {
	out := httperror.Attempt{Number: int(a.number), StatusCode: int(a.status), Wait: a.wait, Duration: a.took}
	if a.failure != nil && a.flags&bodyFailed == 0 {
		out.Kind = a.failure.Kind
	} else if a.status >= http.StatusBadRequest && !c.Allowed(int(a.status)) {
		out.Kind = httperror.KindOfStatus(int(a.status))
	}
	if e := a.evidence.Load(); e != nil {
		out.Resent = e.Resent()
		switch out.Kind {
		case httperror.DNS, httperror.Connect, httperror.TLS, httperror.Proxy: // the kind says that there was no connection
		default:
			if a.failure != nil {
				out.Progress = progressOf(e)
			}
		}
	}
	return out
}

// History is the outcomes of the attempts that are over: all of them, or the first
// and the last ones if there were many.
func (c *Call) History() []httperror.Attempt {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.complete == 0 {
		return nil
	}
	if c.complete == 1 && c.first.flags&(hasOutcome|inHistory) == hasOutcome {
		return []httperror.Attempt{c.outcomeOf(&c.first)}
	}
	return c.ensureDetails().past.list()
}

// A history keeps the first and the last attempts of a call: a poller that is
// refused once a second makes 3 600 an hour.
const (
	keptFirst = 8
	keptLast  = 56
)

// history is the outcomes of the attempts of a call.
type history struct {
	first []httperror.Attempt
	last  []httperror.Attempt // a ring once it is full
	next  int                 // the oldest of a full ring
}

func (h *history) add(a httperror.Attempt) {
	switch {
	case len(h.first) < keptFirst:
		h.first = append(h.first, a)
	case len(h.last) < keptLast:
		h.last = append(h.last, a)
	default:
		h.last[h.next] = a
		h.next = (h.next + 1) % keptLast
	}
}

// list returns a copy in the order of the attempts' ends.
func (h *history) list() []httperror.Attempt {
	out := make([]httperror.Attempt, 0, len(h.first)+len(h.last))
	out = append(out, h.first...)
	out = append(out, h.last[h.next:]...)
	return append(out, h.last[:h.next]...)
}
