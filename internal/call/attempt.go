package call

import (
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/body"
	"example.com/outbound/internal/evidence"
	"example.com/outbound/internal/lifetime"
)

// Why an attempt was ended before its time.
var (
	errAttemptTimeout = timeout("the attempt took too long")
	errBodyIdle       = timeout("the body stood still")
	errResendStorm    = errors.New("the connection was replaced again and again")
)

type timeout string

func (t timeout) Error() string { return string(t) }
func (t timeout) Timeout() bool { return true }

// Attempt is one send of a hop, and the context of its request. The lock of its
// call guards what changes once the request is on its way.
type Attempt struct {
	lifetime.Scope
	call     *Call
	evidence atomic.Pointer[evidence.Evidence]
	failure  *httperror.Error // nil after a response
	hooks    *EndHook
	wait     time.Duration // before the attempt, that in a queue of the client included
	took     time.Duration // until there was a response, reading ahead included
	number   int32
	status   int16 // of the response
	flags    attemptFlags
	body     body.Body
}

type attemptFlags uint16

const (
	stormy     attemptFlags = 1 << iota // ended by a connection storm
	hasOutcome                          // what came of it is known
	inHistory                           // its outcome is in the history
	over                                // nothing of it is in use any more
	final                               // the end of its body is the end of the call
	raw                                 // its body fails with the errors of the base
	notSent                             // no server can have processed its request
	bodyFailed                          // failure is that of its body
	replayed                            // its request was sent once more, after a 401
	texts                               // the errors of the base are net/http's: see TrustTexts
	reached                             // its request may have reached the base
	refused                             // a policy of the client did not let it pass: it does not count
)

// Call is the record of the attempt.
func (a *Attempt) Call() *Call { return a.call }

// Number is 1, 2, … over the whole call.
func (a *Attempt) Number() int { return int(a.number) }

// NotSent reports whether the attempt, which has failed, proves that no server
// can have processed the request.
func (a *Attempt) NotSent() bool {
	a.call.mu.Lock()
	defer a.call.mu.Unlock()
	return a.flags&notSent != 0
}

// Took is the time until there was a response, or the attempt had failed.
func (a *Attempt) Took() time.Duration {
	a.call.mu.Lock()
	defer a.call.mu.Unlock()
	return a.took
}

// Age is the time since the attempt began.
func (a *Attempt) Age() time.Duration { return a.call.Elapsed() - a.Begun() }

// Phases returns how long the phases of the attempt took, as far as net/http has told.
func (a *Attempt) Phases() evidence.Phases { return a.evidence.Load().Phases() }

// Received is the number of bytes of the response body that were read.
func (a *Attempt) Received() int64 { return a.body.Fetched() }

// Waited notes that the attempt has waited for d in a queue of the client. The time of
// the attempt is counted from the end of that.
func (a *Attempt) Waited(d time.Duration) {
	a.Postpone(d)
	a.call.mu.Lock()
	defer a.call.mu.Unlock()
	a.wait += d
	a.call.ensureDetails().held += d
}

// Refuse notes that a policy of the client did not let the attempt pass.
func (a *Attempt) Refuse() { a.mark(refused) }

// Refused reports whether Refuse was called.
func (a *Attempt) Refused() bool { return a.is(refused) }

// Replayed reports whether the request was sent once more within the attempt.
func (a *Attempt) Replayed() bool { return a.is(replayed) }

// MarkReplayed notes that req is sent once more within its attempt.
func MarkReplayed(req *http.Request) {
	if a := AttemptOf(req.Context()); a != nil {
		a.mark(replayed)
	}
}

// Failure is the error that the attempt, or the body of its response, has failed
// with, nil if it has not.
func (a *Attempt) Failure() *httperror.Error {
	a.call.mu.Lock()
	defer a.call.mu.Unlock()
	return a.failure
}

// end ends the attempt, once. With keep its context does not end.
func (a *Attempt) end(keep bool) {
	a.call.mu.Lock()
	done := a.flags&over != 0
	a.flags |= over
	hooks := a.hooks
	a.hooks = nil
	a.call.mu.Unlock()
	if done {
		return
	}
	if !keep {
		a.End()
	}
	hooks.endAll(a)
}

// ConnectionStorm ends an attempt that obtains one connection after the other.
func (a *Attempt) ConnectionStorm() {
	a.call.mu.Lock()
	a.flags |= stormy
	a.call.mu.Unlock()
	a.End()
}

// BodyScope is the lifetime of the body.
func (a *Attempt) BodyScope() *lifetime.Scope { return &a.Scope }

// BodyIdle is the longest time without a byte of the body.
func (a *Attempt) BodyIdle() time.Duration { return a.call.bodyIdle() }

// ReadError is what the reader of the body sees of err.
func (a *Attempt) ReadError(err error) error { return a.call.readError(a, err, a.is(raw)) }

// BodyEnded ends the attempt, and the call if this was its answer, also where an
// observer of the attempt panics.
func (a *Attempt) BodyEnded(n int64, err error) {
	told := false
	defer func() {
		if !told && err == nil {
			err = a.call.Fill(with(httperror.Unknown, errPanic))
		}
		if a.is(final) {
			a.call.answerEnded(n, err, false)
		}
	}()
	a.end(false)
	told = true
}

// ScopeEnded ends an attempt that has no outcome when its call ends: a layer has
// panicked. A deferred function in Send would do the same, with a larger frame on
// the stack of every call in flight.
func (a *Attempt) ScopeEnded() {
	a.call.mu.Lock()
	lost := a.call.finished && a.flags&hasOutcome == 0
	a.call.mu.Unlock()
	if lost {
		a.abandon()
	}
}

// abandon ends the attempt, and closes a response that a layer has lost.
func (a *Attempt) abandon() {
	a.end(false)
	a.body.Abandon()
}

func (a *Attempt) is(f attemptFlags) bool {
	a.call.mu.Lock()
	defer a.call.mu.Unlock()
	return a.flags&f != 0
}

func (a *Attempt) mark(f attemptFlags) {
	a.call.mu.Lock()
	a.flags |= f
	a.call.mu.Unlock()
}

// bodyOf returns the body that the chain has put on resp, nil if resp has another one.
func bodyOf(resp *http.Response) *body.Body {
	if resp == nil {
		return nil
	}
	b, _ := resp.Body.(*body.Body)
	return b
}
