package middleware

import (
	"context"
	"net/url"
	"strings"
	"time"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/origin"
)

// Call is a read-only view of the call that a context belongs to. The zero value
// is a call of which nothing is known. It is safe for concurrent use, and costs no
// allocation.
type Call struct {
	record  *call.Call
	attempt *call.Attempt // nil outside an attempt
}

// CallFrom returns the call that ctx belongs to: that of the request which passes
// a layer, also where an outer layer has wrapped the context. ok is false outside
// a call.
func CallFrom(ctx context.Context) (c Call, ok bool) {
	record := call.From(ctx)
	return Call{record, call.AttemptOf(ctx)}, record != nil
}

// CallOf is the view of a record, for the packages that have one.
func CallOf(record *call.Call) Call { return Call{record: record} }

// Client is the name of the client, that of its outermost preset, "" without one.
func (c Call) Client() string {
	if c.record == nil {
		return ""
	}
	return c.record.Client
}

// Operation is the label of the call, "" without one.
func (c Call) Operation() string {
	if c.record == nil {
		return ""
	}
	return c.record.Options.Operation
}

// Template is the path of the call before its parameters were put in, such as
// "/users/{id}", "" if that is not known.
func (c Call) Template() string {
	if c.record == nil {
		return ""
	}
	return c.record.Template()
}

// Route is [Call.Template] where that names no single resource: it was given by
// the option Template, or has a {parameter} in it. A path such as /users/42 may
// hold an ID or a secret, and is no name for a span and no label.
func (c Call) Route() string {
	if c.record == nil {
		return ""
	}
	t := c.record.Template()
	if c.record.Options.Template != "" || strings.Contains(t, "{") {
		return t
	}
	return ""
}

// Method is the method of the first request of the call, "" before the chain has
// seen one.
func (c Call) Method() string {
	if c.record == nil {
		return ""
	}
	return c.record.Method()
}

// Attempt is the number of the send under way, over the whole call, 0 before the
// first.
func (c Call) Attempt() int {
	switch {
	case c.attempt != nil:
		return c.attempt.Number()
	case c.record != nil:
		return c.record.Sends()
	}
	return 0
}

// Resend is the number of sends before the present one, those of earlier hops
// included.
func (c Call) Resend() int { return max(c.Attempt()-1, 0) }

// Hop is the number of redirects that were followed.
func (c Call) Hop() int {
	if c.record == nil {
		return 0
	}
	return c.record.Redirects()
}

// Start is when the call began.
func (c Call) Start() time.Time {
	if c.record == nil {
		return time.Time{}
	}
	return c.record.Start()
}

// Elapsed is the time since then.
func (c Call) Elapsed() time.Duration {
	if c.record == nil {
		return 0
	}
	return c.record.Elapsed()
}

// RequestID is the request ID of the call, "" before the layer that makes it and
// without one.
func (c Call) RequestID() string {
	if c.record == nil {
		return ""
	}
	return c.record.RequestID()
}

// Context is the context of the call as an observer may use it: it has the values
// that the caller and the Begin functions of observers have put there, and it ends
// with the call. A request that is sent with it is a call of its own. It is the
// background context for the zero Call.
func (c Call) Context() context.Context {
	if c.record == nil {
		return context.Background()
	}
	return c.record.View()
}

// AtHome reports whether u is at the origin of the client's base URL. Without a
// base URL no address is.
func (c Call) AtHome(u *url.URL) bool {
	return c.record != nil && u != nil && c.record.Home != nil && origin.Same(c.record.Home, u)
}

// Allowed reports whether the caller takes the status for an answer.
func (c Call) Allowed(status int) bool { return c.record != nil && c.record.Allowed(status) }

// Stream reports whether the caller has asked for the body unread.
func (c Call) Stream() bool { return c.record != nil && c.record.Options.Stream }
