package outbound

import (
	"errors"
	"net/http"
	"net/url"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
)

// edge is the transport that net/http sees: each hop of a call enters the chain
// here and leaves it here.
type edge struct {
	*core
	options *callConfig  // of every call through it, nil without any
	client  *http.Client // that it was made for: the jar of the client counts
}

// CloseIdleConnections reaches the base.
func (e *edge) CloseIdleConnections() { e.core.closeIdle() }

// RoundTrip sends one hop through the chain. The work before and after is in
// other functions: this frame is on the stack while the request is in flight.
func (e *edge) RoundTrip(req *http.Request) (*http.Response, error) {
	call := e.callOf(req)
	defer call.CleanUp()
	sent, err := e.enter(call, req)
	if err != nil {
		return nil, e.failed(call, req, err)
	}
	resp, err := e.chain.RoundTrip(sent)
	return e.leave(call, resp, err)
}

// callOf is the record of a hop: the one that an entry point has put on the
// request, or the one whose redirect has led here, else a new one.
func (e *edge) callOf(req *http.Request) *callinfo.Call {
	if call := callinfo.Claim(req.Context(), &e.settings); call != nil {
		return call
	}
	if call := callinfo.Next(req, &e.settings); call != nil {
		return call
	}
	call := e.begin(req.Context(), e.options.over(req.Context()), "")
	call.Enter()
	if callinfo.LeftOrigin(req) { // somebody else follows redirects
		call.SetCrossed()
	}
	return call
}

// enter checks a hop and returns the request that passes the chain for it.
func (e *edge) enter(call *callinfo.Call, req *http.Request) (*http.Request, error) {
	err := e.refusedHop(call, req)
	if err == nil {
		call.Hop(req)
		err = e.check(call, req)
	}
	if err != nil {
		closeBody(req)
		return nil, err
	}
	if jar := e.client.Jar; jar != nil {
		call.SetJar(jar, jar.Cookies(req.URL))
	}
	sent, err := e.resolve(call, call.Adopt(req, e.shared))
	if err != nil {
		closeBody(req)
		return nil, &httperror.Error{Kind: httperror.Request, Err: err}
	}
	return sent, nil
}

// leave is the outcome of a hop, as net/http sees it.
func (e *edge) leave(call *callinfo.Call, resp *http.Response, err error) (*http.Response, error) {
	if resp, err = callinfo.ExactlyOne(resp, err); err == nil {
		if resp.Body == nil {
			resp.Body = http.NoBody // of a layer: the base has one always
		}
		resp, err = e.answer(call, resp)
	}
	if err != nil {
		return nil, e.failed(call, call.Last(), err)
	}
	call.LeaveChain()
	return resp, nil
}

// failed is the error of a hop, which ends the call. Where the caller has asked
// for native errors it is the one that the base has made.
func (e *edge) failed(call *callinfo.Call, req *http.Request, err error) error {
	typed := call.Typed(err)
	call.LeaveChain()
	if call.IsEndedAtEdge() {
		return typed
	}
	e.hideAddress(req)
	call.End(typed)
	if native := call.Native(); call.Options.Native && native != nil {
		if ctxErr := call.Parent().Err(); ctxErr != nil {
			return ctxErr
		}
		return native
	}
	return inURLError{typed}
}

// hideAddress hides the secrets in the address of a redirect hop that has failed:
// net/http prints it, and a server has named it. The request is net/http's own. The
// address is replaced, not written to: the base may still read it.
func (e *edge) hideAddress(req *http.Request) {
	if req.Response == nil || req.URL == nil {
		return
	}
	if u, err := url.Parse(e.secretNames.URL(req.URL)); err == nil {
		req.URL = u
	}
}

var errUpgrade = errors.New("the server has switched protocols: use Do or HTTP(), which hand the connection over")

// answer makes a response fit for the caller: the next hop of a redirect, an
// error, or a body that ends the call.
func (e *edge) answer(call *callinfo.Call, resp *http.Response) (*http.Response, error) {
	req := call.Last()
	call.Answered(resp, wantsHeader(call))
	resp.Request = req // the caller's own, without what the layers have added
	switch {
	case resp.StatusCode == http.StatusSwitchingProtocols:
		if call.ReadsWhole() {
			_ = resp.Body.Close()
			return nil, &httperror.Error{Kind: httperror.Protocol, StatusCode: resp.StatusCode, Status: resp.Status, Err: errUpgrade}
		}
		call.EndWithHeaders()
		return resp, nil
	case isRedirect(resp):
		if done, err := e.redirect(call, req, resp); done || err != nil {
			return resp, err
		}
	}
	switch {
	case call.Options.Stream:
		call.LimitStream(true)
		if call.IsEndedAtEdge() && call.KindOf(resp) != "" {
			return nil, e.statusError(call, resp)
		}
	case !call.ReadsWhole() && callinfo.IsStream(resp.Header):
		call.LimitStream(false)
	}
	defer receive(call, resp)
	switch {
	case !call.IsEndedAtEdge():
		call.Deliver(resp, true)
	case call.ReadsWhole() && !call.Options.Stream && call.Fence != nil:
		if err := e.toResty(call, resp); err != nil {
			return nil, err
		}
	default:
		handUnread(call, resp)
	}
	return resp, nil
}

func closeBody(req *http.Request) {
	if req != nil && req.Body != nil {
		_ = req.Body.Close()
	}
}
