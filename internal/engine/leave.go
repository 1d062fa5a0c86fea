package engine

import (
	"errors"
	"net/http"
	"net/url"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
)

// leave makes what the chain has returned for req the outcome of the hop.
func (e *edge) leave(record *call.Call, req *http.Request, resp *http.Response, err error) (*http.Response, error) {
	if resp, err = call.ExactlyOne(resp, err); err == nil {
		if resp.Body == nil {
			resp.Body = http.NoBody // of a layer: the base has one always
		}
		resp, err = e.answer(record, resp)
	}
	if err != nil {
		return nil, e.failed(record, req, err)
	}
	record.LeaveChain()
	return resp, nil
}

// failed is the error of a hop, which ends the call. Where the caller has asked
// for native errors it is the one that the base has made.
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

// hideAddress hides the secrets in the URL of a redirect hop that has failed:
// net/http prints it, and a server has named it. It writes to the URL, which
// net/http has made and nobody else has ([edge.enter]): req may be a copy of the
// request that net/http prints.
func (e *edge) hideAddress(req *http.Request) {
	if req.Response == nil || req.URL == nil {
		return
	}
	if u, err := url.Parse(e.core.SecretNames.URL(req.URL)); err == nil {
		*req.URL = *u
	}
}

var errUpgrade = errors.New("the server has switched protocols: use Do or HTTP(), which hand the connection over")

// answer makes a response fit for the caller: the next hop of a redirect, an
// error, or a body that ends the call.
func (e *edge) answer(record *call.Call, resp *http.Response) (*http.Response, error) {
	req := record.Last()
	record.Answered(resp, callconfig.WantsHeader(record))
	resp.Request = req // the caller's own, without what the layers have added
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
	defer callconfig.Receive(record, resp)
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
