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

func (e *edge) RoundTrip(req *http.Request) (resp *http.Response, err error) {
	call := e.callOf(req)
	call.Hop(req)
	left := false
	defer func() {
		if !left { // a layer panics
			closeBody(req)
			call.Abort()
		}
	}()
	resp, err = e.pass(call, req)
	left = true
	if err != nil {
		err = call.Typed(err)
		if !call.Held {
			call.End(err)
		}
		return nil, err
	}
	resp.Request = req // the caller's own, without what the layers have added
	return resp, nil
}

// callOf finds the record of a hop: that of the hop before, the one that R, Do
// or a typed call has begun, or a new one.
func (e *edge) callOf(req *http.Request) *callinfo.Call {
	if call := callinfo.Of(req.Response); call != nil {
		return call
	}
	if call := callinfo.From(req.Context()); call != nil && call.Enter() {
		return call
	}
	call := e.begin(req.Context(), callOptions(req.Context(), nil))
	call.Enter()
	return call
}

// pass sends one hop through the chain.
func (e *edge) pass(call *callinfo.Call, req *http.Request) (*http.Response, error) {
	if err := e.admit(call, req); err != nil {
		closeBody(req)
		return nil, err
	}
	resp, err := callinfo.Pass(e.chain, e.prepare(call, call.Adopt(req, e.shared)))
	if err != nil {
		return nil, err
	}
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
		call.Hand(resp, 0)
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
