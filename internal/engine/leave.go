package engine

import (
	"errors"
	"net/http"
	"net/url"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
)

// leave makes the result of the chain for req the outcome of the hop.
func (e *edge) leave(record *call.Call, req *http.Request, resp *http.Response, err error) (*http.Response, error) {
	if resp, err = call.ExactlyOne(resp, err); err == nil {
		if resp.Body == nil {
			resp.Body = http.NoBody // a layer has made resp: the base always sets a body
		}
		resp, err = e.answer(record, resp)
	}
	if err != nil {
		return nil, e.failed(record, req, err)
	}
	record.LeaveChain()
	return resp, nil
}

// failed returns the error of a hop as net/http gets it. Through HTTP it ends the call;
// the other entry points do that themselves. With NativeErrors the error is that of the
// base, or of the caller's context if that has ended.
func (e *edge) failed(record *call.Call, req *http.Request, err error) error {
	typed := record.Typed(err)
	record.LeaveChain()
	if record.EndsAtEntry() {
		return typed
	}
	e.hideAddress(req)
	record.End(typed)
	if record.Options.Native {
		native, ended := record.Native(), record.Parent().Err()
		switch {
		case ended != nil && (native != nil || typed.Kind == httperror.Canceled || typed.Kind == httperror.Deadline):
			return ended
		case native != nil:
			return native
		}
	}
	return inURLError{typed}
}

// hideAddress hides the secrets in the URL of a redirect hop that has failed: a server
// has named the URL, and net/http prints it.
//
// It writes to the URL itself. If a layer above the client has copied the request,
// net/http prints the original, which has the same URL. The record of the call has a URL
// of its own ([edge.enter]).
func (e *edge) hideAddress(req *http.Request) {
	if req.Response == nil || req.URL == nil {
		return
	}
	if u, err := url.Parse(e.core.SecretNames.URL(req.URL)); err == nil {
		*req.URL = *u
	}
}

var errUpgrade = errors.New("the server has switched protocols: use Do or HTTP(), which hand the connection over")

// answer prepares a response for the caller. It returns a redirect for net/http to
// follow, an error, or the response of the call. Through HTTP the end of its body ends the
// call; at the other entry points the entry point does. With Stream an error status is an
// error here: resty has no hook for a response that it does not parse.
func (e *edge) answer(record *call.Call, resp *http.Response) (*http.Response, error) {
	req := record.Last()
	record.Answered(resp, callconfig.WantsHeader(record))
	resp.Request = req // as it came to the edge, without what the layers have added
	switch {
	case resp.StatusCode == http.StatusSwitchingProtocols:
		if record.ReadsWhole() {
			_ = resp.Body.Close()
			return nil, &httperror.Error{Kind: httperror.Protocol, StatusCode: resp.StatusCode, Status: resp.Status, Err: errUpgrade}
		}
		record.EndWithHeaders()
		return resp, nil
	case isRedirect(resp):
		if done, err := e.redirect(record, req, resp); done || err != nil {
			return resp, err
		}
	}
	switch {
	case record.Options.Stream:
		record.LimitStream(true)
		if record.EndsAtEntry() && record.KindOf(resp) != "" {
			return nil, e.core.statusError(record, resp)
		}
	case !record.ReadsWhole() && call.IsStream(resp.Header):
		record.LimitStream(false)
	}
	// Deferred, since Progress counts what the caller reads: it wraps the body that
	// Deliver or Receive, below, has put on resp.
	defer callconfig.CountResponse(record, resp)
	switch {
	case !record.EndsAtEntry():
		record.Deliver(resp, true)
	case record.Fence != nil:
		if err := e.core.Resty.Receive(record, resp); err != nil {
			return nil, err
		}
	}
	return resp, nil
}
