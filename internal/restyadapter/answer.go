package restyadapter

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/engine"
	"example.com/outbound/internal/redact"
)

// afterResponse is the last hook that resty calls with a response. It returns the error
// of a status that is an error.
func (a *adapter) afterResponse(_ *resty.Client, resp *resty.Response) error {
	x := executionOf(resp.Request)
	if x == nil || resp.RawResponse == nil {
		return nil
	}
	kind := x.call.KindOf(resp.RawResponse)
	if kind == "" {
		return nil
	}
	if a.MaxResponse == 0 || resp.Size() < a.MaxResponse { // else the body may be cut off at the limit
		a.DecodeErrorInto(x.call, contentType(resp), resp.Body())
	}
	return engine.ResponseError(x.call, resp.RawResponse, kind, resp.Body())
}

// contentType returns the type by which resty decodes a body: the type set by
// ForceContentType, else the Content-Type of the response, else the type set by
// ExpectContentType.
func contentType(resp *resty.Response) string {
	for _, ct := range []string{*requestForced.of(resp.Request), resp.Header().Get("Content-Type")} {
		if !resty.IsStringEmpty(ct) {
			return ct
		}
	}
	return *requestExpected.of(resp.Request)
}

// onSuccess ends the call. Where the caller gets the body unread, the end of the body
// ends the call.
func (a *adapter) onSuccess(_ *resty.Client, resp *resty.Response) {
	x := executionOf(resp.Request)
	if x == nil {
		return
	}
	x.finish()
	switch {
	case resp.RawResponse == nil || x.call.ReadsWhole() || x.output != "":
		x.call.End(nil)
	case resp.RawResponse.StatusCode != http.StatusSwitchingProtocols:
		x.call.Deliver(resp.RawResponse, false)
	}
}

// onError completes the error in place, since resty lets no hook replace it, and ends
// the call. Resty calls it before the caller's hooks.
func (a *adapter) onError(r *resty.Request, err error) {
	a.SecretNames.Mend(err)
	x := executionOf(r)
	if x == nil {
		return
	}
	x.finish()
	var re *resty.ResponseError
	if e, ok := errors.AsType[*httperror.Error](err); ok {
		x.call.Fill(e)
		if x.deliversUnread && errors.As(err, &re) && re.Response.RawResponse != nil {
			x.call.Deliver(re.Response.RawResponse, false) // the end of its body ends the call
			return
		}
		shortenURLError(err, e)
		x.call.End(e)
		return
	}
	ue, found := errors.AsType[*url.Error](err)
	if found {
		was := *ue // a copy: ue will wrap e, which wraps err
		err = &was
	}
	e := a.CallError(x.call, err)
	if found {
		ue.Err = engine.InURLError(e) // ue was made for this call alone
	}
	x.call.End(e)
}

// onPanic ends the call when an execution panics outside the chain.
func (a *adapter) onPanic(r *resty.Request, err error) {
	if x := executionOf(r); x != nil {
		x.finish()
		x.call.End(x.call.Fill(&httperror.Error{Kind: httperror.Unknown, Err: redact.Error(err)}))
	}
}

// finish restores what the caller has set on the request, so that it can be executed
// again, and sets its Attempt to the number of attempts.
func (x *execution) finish() {
	r := x.r
	if x.call.IsView(r.Context()) { // else a hook has set another context, which stays
		r.SetContext(x.call.Parent())
	}
	if x.unparsed || x.output != "" {
		*requestUnparsed.of(r), *requestSaved.of(r) = x.unparsed, x.output != ""
	}
	if d := fenceOf(r).details.Load(); d != nil {
		if b, ok := d.bodies.Load(r); ok {
			b.(*replayed).restore(r)
		}
	}
	r.Attempt = max(r.Attempt, x.call.Attempts())
	if *requestCurlResult.of(r) == nil {
		*requestCurlResult.of(r) = &notRecorded
	}
}

// shortenURLError puts engine.InURLError of e in the place of e where a [url.Error] in
// err wraps e, so that its text names the method and the URL once. That url.Error was
// made for this call alone.
func shortenURLError(err error, e *httperror.Error) {
	if ue, ok := errors.AsType[*url.Error](err); ok && ue.Err == error(e) {
		ue.Err = engine.InURLError(e)
	}
}
