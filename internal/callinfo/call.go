// Package callinfo is the record of one call: what the caller asked for, how
// long it may take, what happened so far. It is the context of the call's
// requests, so that every layer finds it, and it holds what a call needs, so
// that a call that succeeds costs few allocations.
//
// Layers never import each other; where two must talk they do it through this
// record.
package callinfo

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"example.com/outbound/httperror"
)

// Options are the call options that layers ask for.
type Options struct {
	Operation  string
	Timeout    time.Duration
	HasTimeout bool
	Idempotent bool
	NoRetry    bool
	Retry      any // *retry.Policy; nil: the client's
	Allow      []int
	Stream     bool
	Log        int8 // a zerolog.Level, if HasLog
	HasLog     bool
	Caller     any // the edge's own options
}

// Settings are what all calls of a client have in common.
type Settings struct {
	Client   string             // its name
	BodyIdle time.Duration      // longest time without a byte of a body, 0 = no bound
	Closing  <-chan struct{}    // closed when the client is; ends a wait
	Finish   func(*Call, error) // told once per call, at its end; nil: nobody asked

	OnBackoff func(*Call, Backoff) // told of every retry before its wait; nil: nobody asked
}

// none serve a call without options and a layer outside a client.
var (
	noOptions  = &Options{}
	noSettings = &Settings{}
)

// Call is the record. The exported fields are set at the edge; layers read them
// and use the methods. Its size is what a call costs: what few calls have lives
// in [rare].
type Call struct {
	*Settings
	Options *Options // never nil
	Start   time.Time

	Status  int         // of the last response that reached the edge
	Header  http.Header // of that response
	Bytes   int64       // of the response body, as delivered
	Crossed bool        // a redirect has left the first origin
	Built   bool        // the edge has put the options of the call on the request already
	ByResty bool        // a typed call whose request resty builds
	Held    bool        // the edge above net/http ends the call, not the body

	entered bool
	aborted bool
	flying  bool // a hop is in the chain

	parent context.Context
	hop    *http.Request // as it came to the edge
	id     [1]string     // values of the request ID's field

	mu       sync.Mutex // guards what follows
	scope               // the context of the call
	embedded bool       // request is in use
	finished bool
	copied   bool  // own has a header of its own
	onHop    bool  // own serves the hop and its first attempt
	reading  bool  // of a body, under Settings.BodyIdle
	settled  int32 // attempts that are over
	bounds   bounds
	watching *watching
	own      *http.Request     // a copy that belongs to the chain
	injected *Field            // what auth has put into it
	current  *Attempt          // set by the goroutine of the hop, which reads it without the lock
	last     httperror.Attempt // the last one that is over
	rare     *rare
	request  http.Request // the first copy that the chain makes
	first    Attempt
}

// Backoff is what the log says of a retry.
type Backoff struct {
	Wait   time.Duration
	Kind   httperror.Kind // of the failed attempt
	Status int            // 0 if there was no response
	Err    error          // nil if there was one
}

// New begins a record under parent.
func New(parent context.Context) *Call {
	return &Call{Start: time.Now(), Settings: noSettings, Options: noOptions, parent: parent}
}

// RequestID is the ID that the request-id layer has put on the call, "" without
// one.
func (c *Call) RequestID() string { return c.id[0] }

// SetRequestID notes the ID and returns it as the values of a field. A nil
// record returns them only.
func (c *Call) SetRequestID(id string) []string {
	if c == nil {
		return []string{id}
	}
	c.id[0] = id
	return c.id[:1:1]
}

// Elapsed is the time since the call began.
func (c *Call) Elapsed() time.Duration { return time.Since(c.Start) }

// Attempts is the number of sends that are over, all hops counted.
func (c *Call) Attempts() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return int(c.settled)
}

// Sends is the number of the attempt under way, all hops counted; 0 before the
// first.
func (c *Call) Sends() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return int(c.number)
}

// Allowed reports whether the caller takes the status for an answer.
func (c *Call) Allowed(code int) bool { return slices.Contains(c.Options.Allow, code) }

// KindOf is the kind of a response for this call, "" for an answer.
func (c *Call) KindOf(resp *http.Response) httperror.Kind {
	if resp.StatusCode < http.StatusBadRequest || c.Allowed(resp.StatusCode) {
		return ""
	}
	return httperror.KindOfStatus(resp.StatusCode)
}

// Received notes the response of an attempt before any layer has seen it, so
// that one that a layer loses on the way is closed when it panics.
func Received(req *http.Request, resp *http.Response) {
	a := attemptOf(req.Context())
	if a == nil {
		return
	}
	a.call.mu.Lock()
	defer a.call.mu.Unlock()
	if a.body.call == nil { // else it comes too late
		a.body.rc = resp.Body
	}
}
