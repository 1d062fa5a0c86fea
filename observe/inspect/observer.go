package inspect

import (
	"context"
	"net/http"
	"time"

	"example.com/outbound"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/harfile"
	"example.com/outbound/middleware"
)

// The most bytes of a name, and of a text, that is kept.
const (
	maxName = 200
	maxText = 8 << 10
)

// Observer is what [outbound.WithObserver] takes.
func (i *Inspector) Observer() outbound.Observer {
	return outbound.Observer{Begin: i.begin, Attempt: i.attempt, Backoff: i.backoff, End: i.end}
}

// begin keeps a new call. Its attempts find the record in the context.
func (i *Inspector) begin(ctx context.Context, of middleware.Call) context.Context {
	c := &callRecord{
		client: harfile.Short(of.Client(), maxName), operation: harfile.Short(of.Operation(), maxName),
		template: harfile.Short(of.Template(), maxName), start: of.Start(),
	}
	if w, _ := ctx.Value(i).(*trackedCall); w != nil && w.call == of { // the observer was given twice
		return ctx
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.ids++
	c.id = i.ids
	if len(i.ring) >= i.keep {
		i.ring[0] = nil
		i.ring = i.ring[1:]
	}
	i.ring = append(i.ring, c)
	i.change(c)
	return context.WithValue(ctx, i, &trackedCall{of, c})
}

// trackedCall is a call and its record, as the context of the call keeps them: the
// inspector keeps no call, also none that never ends.
type trackedCall struct {
	call   middleware.Call
	record *callRecord
}

// recordOf is the record of the call that ctx belongs to, nil without one.
func (i *Inspector) recordOf(ctx context.Context) *callRecord {
	if w, _ := ctx.Value(i).(*trackedCall); w != nil {
		return w.record
	}
	return nil
}

func (i *Inspector) attempt(ctx context.Context, req *http.Request) (*http.Request, func(outbound.AttemptResult)) {
	c := i.recordOf(ctx)
	of, _ := middleware.CallFrom(ctx)
	if c == nil {
		return req, nil
	}
	names := call.NamesOf(ctx)
	a := &attempt{number: of.Attempt(), hop: of.Hop(), start: time.Now(), entry: harfile.Asked(req, names)}

	i.mu.Lock()
	defer i.mu.Unlock()
	if c.running(a.number) != nil {
		return req, nil
	}
	c.requestID = harfile.Short(of.RequestID(), maxName)
	c.attempts = append(room(c.attempts), a)
	i.change(c)
	bodies := i.capture.From(ctx)
	return req, func(r outbound.AttemptResult) {
		e := harfile.Of(r, time.Now(), names)
		i.mu.Lock()
		a.done, a.entry, a.phases = true, e, r.Phases
		a.headers, a.total = r.Duration, r.Total
		i.change(c)
		i.mu.Unlock()
		if bodies != nil {
			bodies.WhenEnded(func() {
				asked, answered := bodies.Texts(names)
				i.mu.Lock()
				defer i.mu.Unlock()
				a.entry.SetBodies(asked, answered)
				i.change(c)
			})
		}
	}
}

func (i *Inspector) backoff(of middleware.Call, b outbound.BackoffEvent) {
	c := i.recordOf(of.Context())
	if c == nil {
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	c.waits = append(room(c.waits), wait{time.Now(), b.Wait, b.Hold, of.Attempt(), string(b.Kind)})
	i.change(c)
}

func (i *Inspector) end(of middleware.Call, r outbound.CallResult) {
	c := i.recordOf(of.Context())
	if c == nil {
		return
	}
	text, explain := textsOf(r.Err)
	i.mu.Lock()
	defer i.mu.Unlock()
	c.done = true
	c.elapsed, c.slept, c.held = r.Elapsed, r.Slept, r.Held
	c.status, c.sends, c.redirects, c.bytes = r.Status, r.Attempts, r.Redirects, r.Bytes
	c.reason, c.cache = r.Reason, harfile.Short(r.Cache, maxName)
	if e := r.Err; e != nil {
		c.kind, c.delivery, c.status = string(e.Kind), string(e.Delivery), e.StatusCode
		c.method, c.url = harfile.Short(e.Method, maxName), harfile.Short(e.URL, maxText)
		c.err, c.explain = text, explain
	}
	i.change(c)
}

// change numbers a change of a call and tells the readers of events. It waits for
// none of them. The caller holds the lock.
func (i *Inspector) change(c *callRecord) {
	i.changes++
	c.changed = i.changes
	for wake := range i.readers {
		select {
		case wake <- struct{}{}:
		default: // it has not read the change before
		}
	}
}
