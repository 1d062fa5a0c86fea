package restyadapter

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/engine"
	"example.com/outbound/internal/redact"
)

// afterResponse turns a status into an error. It is resty's last hook that sees the
// response.
func (c *adapter) afterResponse(_ *resty.Client, resp *resty.Response) error {
	x := executionOf(resp.Request)
	if x == nil || resp.RawResponse == nil {
		return nil
	}
	kind := x.call.KindOf(resp.RawResponse)
	if kind == "" {
		return nil
	}
	if c.MaxResponse == 0 || resp.Size() < c.MaxResponse { // else it may be cut there
		c.DecodeErrorInto(x.call, contentType(resp), resp.Body())
	}
	return engine.ResponseError(x.call, resp.RawResponse, kind, resp.Body())
}

// contentType is the type by which resty decodes a body: the one of
// ForceContentType, the answer's, or the one of ExpectContentType.
func contentType(resp *resty.Response) string {
	for _, ct := range []string{*requestForced.of(resp.Request), resp.Header().Get("Content-Type")} {
		if !resty.IsStringEmpty(ct) {
			return ct
		}
	}
	return *requestExpected.of(resp.Request)
}

// onSuccess ends the call, or leaves that to a body which is handed over unread.
func (c *adapter) onSuccess(_ *resty.Client, resp *resty.Response) {
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

// onError completes the error in place: resty lets no hook replace it. It is
// called before the caller's hooks.
func (c *adapter) onError(r *resty.Request, err error) {
	c.SecretNames.Mend(err)
	x := executionOf(r)
	if x == nil {
		return
	}
	x.finish()
	var re *resty.ResponseError
	if e, ok := errors.AsType[*httperror.Error](err); ok {
		x.call.Fill(e)
		if x.refused && errors.As(err, &re) && re.Response.RawResponse != nil {
			x.call.Deliver(re.Response.RawResponse, false) // whose end is the end of the call
			return
		}
		sayOnce(err, e)
		x.call.End(e)
		return
	}
	ue, found := errors.AsType[*url.Error](err)
	if found {
		was := *ue // which does not lead back to e
		err = &was
	}
	e := c.CallError(x.call, err)
	if found {
		ue.Err = engine.InURLError(e) // made for this call alone
	}
	x.call.End(e)
}

// onPanic ends the call of an execution that panics outside the chain.
func (c *adapter) onPanic(r *resty.Request, err error) {
	if x := executionOf(r); x != nil {
		x.finish()
		x.call.End(x.call.Fill(&httperror.Error{Kind: httperror.Unknown, Err: redact.Error(err)}))
	}
}

// finish gives the request back what the caller has set, so that it may be
// executed again. Attempt is then the number of sends.
func (x *execution) finish() {
	r := x.r
	if x.call.IsView(r.Context()) { // unless a hook has put another one in its place
		r.SetContext(x.call.Parent())
	}
	if x.unparsed || x.output != "" {
		*requestUnparsed.of(r), *requestSaved.of(r) = x.unparsed, x.output != ""
	}
	if rare := fenceOf(r).rare.Load(); rare != nil {
		if b, ok := rare.bodies.Load(r); ok {
			b.(*replayed).restore(r)
		}
	}
	r.Attempt = max(r.Attempt, x.call.Attempts())
	if *requestCurlResult.of(r) == nil {
		*requestCurlResult.of(r) = &notRecorded
	}
}

// handUnread makes resty hand over the body of a status that is an error unread,
// and the error with it. Called at the edge, on the way back to resty: where it
// does not parse a response it has no place for an error.
func handUnread(record *call.Call, resp *http.Response) {
	x := executionIn(record)
	if x == nil || !x.unparsed || x.output != "" || record.Options.Stream || record.KindOf(resp) == "" {
		return
	}
	x.refused = true
	*requestUnparsed.of(x.r), *requestSaved.of(x.r) = false, true
}

// limitOfRequest bounds a body by SetResponseBodyLimit: resty's own error has no
// kind.
func limitOfRequest(record *call.Call, resp *http.Response) {
	x := executionIn(record)
	if x == nil || record.KindOf(resp) != "" {
		return
	}
	if limit := *requestLimit.of(x.r); limit > 0 {
		resp.Body = &limitedBody{ReadCloser: resp.Body, call: record, limit: int64(limit), length: resp.ContentLength, cause: resty.ErrResponseBodyTooLarge}
	}
}

// sayOnce puts an inURLError in the place of e where that is the cause of a
// [url.Error], which was made for this call alone.
func sayOnce(err error, e *httperror.Error) {
	if ue, ok := errors.AsType[*url.Error](err); ok && ue.Err == error(e) {
		ue.Err = engine.InURLError(e)
	}
}
