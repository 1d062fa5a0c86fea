package retry

import (
	"net/http"

	"example.com/outbound/internal/callinfo"
	"example.com/outbound/middleware"
)

// New makes the retry layer of p, of which it keeps a copy. It fails if p does
// not validate. The layer is safe for concurrent use; calls share nothing but
// p's Budget and its functions.
//
// Stage: the border between the two. What is above is passed once per hop, what
// is beneath once per attempt.
func New(p Policy) (middleware.Layer, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	p = p.Clone()
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
	return t.pass(call, t.policyOf(call), req)
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
	resp, err := t.pass(call, t.policy, req)
	if err != nil {
		call.End(err)
		return nil, err
	}
	call.Hand(resp, 0)
	return resp, nil
}

// pass sends req by p, or once without one.
func (t *transport) pass(call *callinfo.Call, p *Policy, req *http.Request) (*http.Response, error) {
	if p == nil {
		return call.Send(t.next, req, 0, 0)
	}
	if err := call.Ended(); err != nil {
		closeBody(req)
		return nil, err
	}
	r := run{call: call, policy: p, method: req.Method, origin: p.originOf(req)}
	if f := openFile(req); f != nil {
		defer f.release()
		req = f.request(req)
	}
	return r.loop(t.next, req)
}
