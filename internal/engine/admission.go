package engine

import (
	"net/http"
	"time"

	"example.com/outbound/internal/admit"
	"example.com/outbound/internal/call"
	"example.com/outbound/middleware"
	"example.com/outbound/observe"
	"example.com/outbound/retry"
)

// newAdmission makes the admission of the client. While both clients send through the
// same base, the policies that the client has in common with old share their state.
func (c *Core) newAdmission(old *Core) *admit.Admission {
	var shared *admit.Admission
	if old != nil && sameBase(c, old) {
		shared = old.Admit
	}
	a, _ := admit.New(c.Policies, admit.Hooks{ // validated before
		Attempt: judged,
		Timeout: func(*http.Request) time.Duration { return c.AttemptTimeout.Duration },
		Streams: streams,
		Follow:  follow,
		Refused: func(req *http.Request) {
			if a := call.AttemptOf(req.Context()); a != nil {
				a.Refuse()
			}
		},
		Waited: func(req *http.Request, d time.Duration) {
			if a := call.AttemptOf(req.Context()); a != nil {
				a.Waited(d)
			}
		},
		Changed: c.tellChange,
	}, shared)
	return a
}

// tellChange tells the log and the observers of a change of state.
func (c *Core) tellChange(req *http.Request, change observe.StateChange) {
	change.Client = c.Name
	if req != nil {
		change.Call, _ = middleware.CallFrom(req.Context())
	}
	c.Logger.Change(c.Name, change)
	eachOf(c.Config.Observers, func(o observe.Observer) {
		if o.Change != nil {
			o.Change(change)
		}
	})
}

// judged returns the attempt that a breaker judges.
func judged(req *http.Request, resp *http.Response, err error) retry.Attempt {
	a := retry.Attempt{Request: req, Response: resp, Err: err}
	if sent := call.AttemptOf(req.Context()); sent != nil {
		a.Number = sent.Number()
	}
	switch record := call.From(req.Context()); {
	case err != nil:
		a.Kind = call.TypedFor(req, err).Kind
	case resp != nil && record != nil:
		a.Kind = record.KindOf(resp)
	}
	return a
}

// streams reports whether resp is a stream. A stream does not count as a request in
// flight, since its body may last for hours.
func streams(req *http.Request, resp *http.Response) bool {
	record := call.From(req.Context())
	return record != nil && (record.Options.Stream || !record.ReadsWhole() && call.IsStream(resp.Header))
}

// follow makes the record of the call report the outcome of resp to p.
func follow(req *http.Request, resp *http.Response, p *admit.Pending) bool {
	a := call.AttemptOf(req.Context())
	return a != nil && resp.StatusCode != http.StatusSwitchingProtocols && a.OnEnd(p.Hook())
}
