package outbound

import (
	"net/http"

	"example.com/outbound/internal/callinfo"
)

// edge is where net/http hands a hop to the chain: what enters is checked, what
// leaves is complete.
type edge struct{ *core }

// CloseIdleConnections reaches the base.
func (e *edge) CloseIdleConnections() {
	if b, ok := e.core.base.(interface{ CloseIdleConnections() }); ok {
		b.CloseIdleConnections()
	}
}

// RoundTrip sends one hop through the chain. A call in flight stands on its
// frame, so that what comes before and after is elsewhere.
func (e *edge) RoundTrip(req *http.Request) (*http.Response, error) {
	call := e.callOf(req)
	defer call.CleanUp()
	sent, err := e.admit(call, req)
	if err != nil {
		return nil, e.failed(call, err)
	}
	resp, err := e.chain.RoundTrip(sent)
	return e.landed(call, resp, err)
}

// callOf finds the record of a hop: that of the hop before, the one that R, Do
// or a typed call has begun, or a new one.
func (e *edge) callOf(req *http.Request) *callinfo.Call {
	if call := callinfo.Of(req.Response); call != nil && call.Settings == &e.settings { // else another client's, on whose transport this one stands
		return call
	}
	if call := callinfo.From(req.Context()); call != nil && call.Enter() {
		return call
	}
	call := e.begin(req.Context(), callOptions(req.Context(), nil))
	call.Enter()
	return call
}

// admit returns the request that passes the chain for req.
func (e *edge) admit(call *callinfo.Call, req *http.Request) (*http.Request, error) {
	call.Hop(req)
	if err := e.check(call, req); err != nil {
		closeBody(req)
		return nil, err
	}
	return e.prepare(call, call.Adopt(req, e.shared)), nil
}

// landed is what the hop came to, as net/http sees it.
func (e *edge) landed(call *callinfo.Call, resp *http.Response, err error) (*http.Response, error) {
	req := call.Last()
	if resp, err = callinfo.Either(resp, err); err == nil {
		resp, err = e.answer(call, req, resp)
	}
	if err != nil {
		return nil, e.failed(call, err)
	}
	call.Landed()
	resp.Request = req // the caller's own, without what the layers have added
	return resp, nil
}

// failed is the error of a hop, which ends the call.
func (e *edge) failed(call *callinfo.Call, err error) error {
	typed := call.Typed(err)
	call.Landed()
	if !call.Held {
		call.End(typed)
	}
	return typed
}

// answer makes a response fit for the caller: the next hop of a redirect, an
// error, or a body that ends the call.
func (e *edge) answer(call *callinfo.Call, req *http.Request, resp *http.Response) (*http.Response, error) {
	call.Status, call.Header = resp.StatusCode, resp.Header
	if follow, err := e.follows(call, req, resp); follow || err != nil {
		if err != nil {
			_ = resp.Body.Close()
			return nil, err
		}
		return resp, nil
	}
	if call.Options.Stream {
		call.Unlimit()
		if call.Held && call.KindOf(resp) != "" {
			return nil, e.statusError(call, resp)
		}
	}
	switch {
	case !call.Held:
		call.Hand(resp)
	case call.Built && !call.Options.Stream:
		gunzip(resp)
		boundBody(call, resp, e.maxResponse)
	}
	return resp, nil
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}
