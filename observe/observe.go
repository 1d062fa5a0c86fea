package observe

import (
	"context"
	"net/http"
	"net/netip"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
)

// Observer is told what happens to the calls of a client. A nil field costs
// nothing. The functions are called from many goroutines at once. They run on the
// goroutine of the call and hold it up, so an observer that does slow work starts a
// goroutine for it. Where a timeout ends a call whose body nobody is reading, they
// run on the goroutine of the timer.
//
// A panic in one of them ends the call as the panic of a layer does. The other
// observers are told all the same. On the goroutine of a timer it ends the program.
type Observer struct {
	// Begin is told that a call begins; one of R begins when it is executed. The
	// context that it returns becomes the parent of the call.
	Begin func(context.Context, middleware.Call) context.Context

	// Attempt is told of every send, just before credentials are put on it. It may
	// return a copy of the request with further fields, else the request itself.
	// The function that it returns, which may be nil, is called once: when the body
	// of the response has ended or was given up, or when the attempt has failed.
	Attempt func(context.Context, *http.Request) (*http.Request, func(AttemptResult))

	// Backoff is told that a wait for the next attempt begins.
	Backoff func(middleware.Call, BackoffEvent)

	// Change is told when a breaker, a gate, a limit or a store changes its state.
	Change func(StateChange)

	// End is told once per call how it has ended: after decoding, or with the last
	// byte of a body that was handed over.
	End func(middleware.Call, CallResult)
}

// AttemptResult is how one send has ended.
type AttemptResult struct {
	Number   int            // 1, 2, … over the whole call
	Status   int            // 0 if there was no response
	Kind     httperror.Kind // "" for an answer
	Err      error          // nil after a response whose body was read or given up
	Duration time.Duration  // to the headers of the response, or to the failure
	Total    time.Duration  // to the end of its body

	// Request is the request without the credentials that a scheme has added; the
	// values of other secret fields are hidden. Response is nil if there was none.
	// Both may be read while the function runs, and no longer.
	Request  *http.Request
	Response *http.Response

	Sent     int64  // length of the request body, -1 if it is not known
	Received int64  // bytes of the response body that were read, before decoding
	Proto    string // "HTTP/1.1", "HTTP/2.0"; "" without a response
	Phases   Phases // zero on a base that is not net/http's
	Hedge    bool   // sent beside another attempt that was slow
	Replayed bool   // sent once more within the attempt, after a 401
	Endpoint string // where it was sent, if the client has several base URLs
	Reason   string // why no further attempt was made, if that is known by now
}

// CallResult is how a call has ended.
type CallResult struct {
	Err       *httperror.Error // nil for an answer
	Status    int              // of the response that the chain returned last, 0 without one
	Bytes     int64            // of the response body, as the caller got it
	Elapsed   time.Duration
	Slept     time.Duration // all waits between attempts
	Held      time.Duration // all waits for a hold, a rate or a slot
	Attempts  int           // those whose outcome is known: a hedge that is under way does not count
	Redirects int
	Reason    string              // why no further attempt was made, "" if there is nothing to say
	History   []httperror.Attempt // of more than 64 attempts the first 8 and the last 56
	Cache     string              // "hit", "miss", …; "" without a cache
}

// Phases is how long the phases of an attempt took. Zero means that a phase did
// not happen, or is not known.
type Phases struct {
	DNS, Connect, TLS time.Duration  // of a new connection
	Wrote, FirstByte  time.Duration  // from the start of the attempt
	Reused            bool           // the connection had served another request
	Remote            netip.AddrPort // of the server, or of the proxy
}

// BackoffEvent is a wait that begins.
type BackoffEvent struct {
	Attempt int           // the one that has failed, 1, 2, … within its hop
	Wait    time.Duration // the whole wait
	Hold    time.Duration // the part of it that the origin does not take requests
	Kind    httperror.Kind
	Status  int   // 0 if there was no response
	Err     error // nil if there was one
}
