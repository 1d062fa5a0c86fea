// Package call has the record of one call: what the caller asked for and what has
// happened so far. The record, or an attempt of it, is the context of the call's requests,
// so that every layer finds it. It also has the memory that a call needs, so that a call
// that succeeds costs few allocations.
//
// Layers do not call each other; what two layers must both know is in the record. Package
// lifetime has the bounds of a call, package body the bodies of responses, and package
// evidence knows whether a request can have reached a server.
package call

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/lifetime"
	"example.com/outbound/internal/redact"
)

// Options are the call options that layers ask for.
type Options struct {
	Operation  string
	Template   string // the path before its parameters are put in, "" if unknown
	Timeout    time.Duration
	HasTimeout bool
	Idle       time.Duration // of a body, if HasIdle
	HasIdle    bool
	Idempotent bool
	NoRetry    bool
	Retry      any // *retry.Policy; nil: the client's
	Allow      []int
	Stream     bool
	Native     bool // errors of the base are returned as they are
	Uncoded    bool // an answer without a content coding was asked for
	Foreign    bool // a server has named the address: see package stream
	Barred     bool // a stranger has named the address: no scheme of auth holds
	Log        int8 // a zerolog.Level, if HasLog
	HasLog     bool
	Caller     any // the *callconfig.Config of the call, nil without one
}

// Settings are what all calls of a client have in common.
type Settings struct {
	Owner        any             // the *engine.Core of the client
	Client       string          // its name
	Home         *url.URL        // its base URL, nil without one
	Retries      bool            // it has a retry policy
	IDField      string          // header field of the request ID, "" without one
	BodyIdle     time.Duration   // longest time without a byte of a body, 0 = no bound
	NamedTimeout bool            // WithTimeout was given: it holds for streams too
	NamedIdle    bool            // WithBodyIdleTimeout was given
	Closing      <-chan struct{} // closed when the client is; ends a wait
	Observers    []Observer
	Names        *redact.Names // whose values are never shown, nil for the built-in ones
	Calls        *Calls

	// ProxyOf names the proxy of a request and where the setting comes from, "" for
	// none. Nil: that is not known.
	ProxyOf func(*http.Request) string

	HandshakeTimeout time.Duration // of the built-in base, 0 = not known

	// KeepHeader reports whether an observer wants the fields of an answer that is
	// no failure. Nil: it does not.
	KeepHeader func(*Call) bool

	// Hold tells how long the origin of a request will not take another one, and
	// why. Nil: it takes all.
	Hold func(*http.Request) (time.Duration, httperror.Kind)
}

// Observer is told what happens to calls. Nil fields cost nothing.
type Observer struct {
	Begin   func(context.Context, *Call) context.Context // its context becomes the parent of the call
	Backoff func(*Call, Backoff)                         // before each wait
	End     func(*Call, error)                           // once per call; a nil error is an answer
}

// Backoff is what is known when a wait for the next attempt begins.
type Backoff struct {
	Attempt  int // the one that has failed, within its hop
	Wait     time.Duration
	Hold     time.Duration // the part of Wait that the origin is not to be asked
	Duration time.Duration // of the failed attempt
	Kind     httperror.Kind
	Status   int   // 0 if there was no response
	Err      error // nil if there was one
}

// The options of a call without options, and the settings of a layer outside a
// client.
var (
	noOptions  = &Options{}
	noSettings = &Settings{Calls: new(Calls)}
)

// Call is the record. Entry points set the exported fields; layers read them and
// use the methods. It is kept small: fields that few calls need are in
// details, and those of calls whose requests resty builds in Fence.
type Call struct {
	lifetime.Root
	*Settings
	Options *Options // never nil
	Fence   *Fence   // nil unless resty builds the request
	Bytes   int64    // of the response body, as delivered

	hop *http.Request // as it came to the edge
	id  [1]string     // values of the request ID's field

	mu       sync.Mutex // guards the fields below, but for state and length, which are atomic
	finished bool
	copied   bool // own has a header of its own
	onHop    bool // own is the request of the hop and of its first attempt too
	delivery delivery
	status   int16 // of the last response that reached the edge
	state    state
	number   int32         // of the last attempt that has begun
	complete int32         // attempts whose outcome is known
	length   atomic.Uint32 // of the last response's body, as it was announced; 0: none, not known, or too long to be kept
	own      *http.Request // the last copy that the chain has made, which layers may write to
	injected *Field        // what auth has put into it
	details  *details
	request  http.Request // the first copy that the chain makes
	first    Attempt
}

// state is what the edge notes of a call. It is read without the lock: a send may go
// on after its layer has returned.
type state struct{ bits atomic.Uint32 }

const (
	endsAtEntry uint32 = 1 << iota // the entry point ends the call, not the end of the body
	applied                        // the options of the call are on the request already
	readsWhole                     // the entry point reads the whole body
	crossed                        // a redirect has left the first origin
	turned                         // a redirect has changed the method
	inFlight                       // a hop is in the chain
	streaming                      // the answer is a stream: default bounds do not hold
	claimed                        // the edge has claimed the record
)

func (s *state) set(bit uint32, on bool) {
	if on {
		s.bits.Or(bit)
	} else {
		s.bits.And(^bit)
	}
}

// setOnce sets bit, and reports whether it was not set before.
func (s *state) setOnce(bit uint32) bool { return s.bits.Or(bit)&bit == 0 }

func (s *state) has(bit uint32) bool { return s.bits.Load()&bit != 0 }

// New begins a record under parent, for a layer outside a client.
func New(parent context.Context) *Call { return Begin(parent, noSettings, nil, "") }

// SetEndsAtEntry notes that the entry point ends the call, and not the edge.
func (c *Call) SetEndsAtEntry() { c.state.set(endsAtEntry, true) }

// SetReadsWhole notes whether the entry point reads the whole body itself.
func (c *Call) SetReadsWhole(whole bool) { c.state.set(readsWhole, whole) }

// EndsAtEntry reports whether the entry point ends the call.
func (c *Call) EndsAtEntry() bool { return c.state.has(endsAtEntry) }

// ReadsWhole reports whether the entry point reads the whole body itself.
func (c *Call) ReadsWhole() bool { return c.state.has(readsWhole) }

// OptionsApplied notes that the request of the call has its options already.
func (c *Call) OptionsApplied() { c.state.set(applied, true) }

// HasOptionsApplied reports what OptionsApplied has noted.
func (c *Call) HasOptionsApplied() bool { return c.state.has(applied) }

// Crossed reports whether a redirect has left the first origin.
func (c *Call) Crossed() bool { return c.state.has(crossed) }

// SetCrossed notes that a redirect has left the first origin.
func (c *Call) SetCrossed() { c.state.set(crossed, true) }

// Turned reports whether a redirect has changed the method to GET, without the body.
func (c *Call) Turned() bool { return c.state.has(turned) }

// SetTurned notes that a redirect has changed the method.
func (c *Call) SetTurned() { c.state.set(turned, true) }

// Template is the path of the call before its parameters were put in, "" if that
// is not known. It is kept in a field of the request that only servers use.
func (c *Call) Template() string {
	if c.Options.Template != "" {
		return c.Options.Template
	}
	return c.request.Pattern
}

// RequestID is the ID that the request-id layer has put on the call, "" without
// one.
func (c *Call) RequestID() string { return c.id[0] }

// Last is the request of the current hop, nil before the first.
func (c *Call) Last() *http.Request { return c.hop }

// Method is the method of the first hop, "" before it.
func (c *Call) Method() string {
	if hops := c.copyOfDetails().hops; len(hops) > 0 {
		return hops[0].Method
	}
	if c.hop == nil {
		return ""
	}
	return c.hop.Method
}

// Redirects is the number of hops after the first.
func (c *Call) Redirects() int { return len(c.copyOfDetails().hops) }

// Hops are the requests of all hops so far, as they came to the edge.
func (c *Call) Hops() iter.Seq[*http.Request] {
	return func(yield func(*http.Request) bool) {
		for _, req := range c.copyOfDetails().hops {
			if !yield(req) {
				return
			}
		}
		if c.hop != nil {
			yield(c.hop)
		}
	}
}

// SetRequestID notes the ID and returns it as the values of a field. A nil
// record returns them only.
func (c *Call) SetRequestID(id string) []string {
	if c == nil {
		return []string{id}
	}
	c.id[0] = id
	return c.id[:1:1]
}

// Attempts is the number of sends that are over, all hops counted.
func (c *Call) Attempts() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return int(c.complete)
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

// Status is that of the last response that reached the edge, 0 without one.
func (c *Call) Status() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return int(c.status)
}

// Header is the header of that response, nil if it was not kept: see [Call.Answered].
func (c *Call) Header() http.Header { return c.copyOfDetails().header }

// Answer is the last response that has reached the edge, nil if the caller wants to
// know nothing of it.
func (c *Call) Answer() *http.Response { return c.copyOfDetails().answer }
