package retry

import (
	"net/http"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
	"example.com/outbound/middleware"
)

// New makes the retry layer of p. It fails if p does not validate. The layer is
// safe for concurrent use; calls share nothing but p's Budget, Observe and Rand.
//
// Stage: the border between the two. What is above is passed once per hop, what
// is beneath once per attempt.
func New(p Policy) (middleware.Layer, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	return layer(&p), nil
}

// OnDemand makes a layer without a policy of its own: a call is sent once,
// unless it brings a policy along.
func OnDemand() middleware.Layer { return layer(nil) }

func layer(p *Policy) middleware.Layer {
	return func(next http.RoundTripper) http.RoundTripper { return &transport{next, p} }
}

type transport struct {
	next   http.RoundTripper
	policy *Policy // nil: none but the call's
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	call := callinfo.Border(req.Context())
	if call == nil {
		return t.alone(req)
	}
	p := t.policyOf(call)
	if p == nil {
		return call.Send(t.next, req, 0, 0)
	}
	return t.loop(call, p, req)
}

// policyOf is the policy for this call, nil for none.
func (t *transport) policyOf(call *callinfo.Call) *Policy {
	if call.Options.NoRetry {
		return nil
	}
	if p, ok := call.Options.Retry.(*Policy); ok {
		return p
	}
	return t.policy
}

// alone serves a layer that stands outside a client: the call is this request.
func (t *transport) alone(req *http.Request) (*http.Response, error) {
	call := callinfo.New(req.Context())
	call.Hop(req)
	if t.policy == nil {
		return call.Send(t.next, req, 0, 0)
	}
	resp, err := t.loop(call, t.policy, req)
	if err != nil {
		call.End(err)
		return nil, err
	}
	call.Hand(resp, 0)
	return resp, nil
}

// loop sends req until an answer comes or a reason to stop.
func (t *transport) loop(call *callinfo.Call, p *Policy, req *http.Request) (*http.Response, error) {
	if err := call.Ended(); err != nil {
		closeBody(req)
		return nil, err
	}
	r := run{call: call, policy: p, method: req.Method, budget: origin(p, req)}
	for wait := none; ; {
		r.number++
		r.tell(Event{Type: Try})
		resp, err := call.Send(t.next, req, wait, p.bufferBody())

		a := Attempt{Number: r.number, Request: req, Response: resp, Err: err, Kind: r.kind(resp, err), ignoreRetryAfter: p.IgnoreRetryAfter}
		again := r.asks(a)
		if err == nil && a.Kind == "" && !again {
			p.Budget.refund(r.budget)
			r.tell(Event{Type: Success, Status: resp.StatusCode})
			return resp, nil
		}
		var reason Reason
		if wait, reason = r.decide(a, again); reason != "" {
			return r.giveUp(a, reason)
		}
		r.backoff(a, wait)
		call.Discard(resp)
		if err := call.Sleep(wait); err != nil {
			closeBody(req)
			return r.interrupted(err)
		}
		if req, err = rewind(req); err != nil {
			return nil, call.Fill(&httperror.Error{Kind: httperror.Request, Err: err})
		}
	}
}

// rewind returns a copy of req with its body from the start.
func rewind(req *http.Request) (*http.Request, error) {
	if !hasBody(req) {
		return req, nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, err
	}
	again := req.WithContext(req.Context())
	again.Body = body
	return again, nil
}

func hasBody(req *http.Request) bool { return req.Body != nil && req.Body != http.NoBody }

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}
