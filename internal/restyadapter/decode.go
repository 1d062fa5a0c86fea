package restyadapter

import (
	"io"
	"net/http"
	"reflect"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/engine"
)

// Receive prepares a response before resty sees it. By itself resty decodes gzip only, and
// reads without a limit. Receive limits a body that is read whole, and decodes it unless
// the call is a typed call: the engine decodes for these.
func (a *adapter) Receive(record *call.Call, resp *http.Response) error {
	if !record.ReadsWhole() || record.Options.Stream {
		deliverUnread(record, resp)
		return nil
	}
	x := executionIn(record)
	if x != nil && !fenceOf(x.r).typed {
		if err := a.decodeForResty(x, resp); err != nil {
			return err
		}
	}
	boundBody(record, resp, a.MaxResponse)
	limitOfRequest(record, resp)
	return nil
}

// deliverUnread lets a caller of SetDoNotParseResponse get both the error of an error
// status and the unread body. With that setting resty calls no hook that could return the
// error. deliverUnread puts the setting of SetOutput in its place: resty leaves the body
// unread then too, but calls save, which returns the error. Receive calls deliverUnread
// before resty sees the response.
func deliverUnread(record *call.Call, resp *http.Response) {
	x := executionIn(record)
	if x == nil || !x.unparsed || x.output != "" || record.Options.Stream || record.KindOf(resp) == "" {
		return
	}
	x.deliversUnread = true
	*requestUnparsed.of(x.r), *requestSaved.of(x.r) = false, true
}

// decodeForResty decodes the body of resp. If the body stays coded, resty does not see its
// Content-Encoding: resty would decode gzip.
func (a *adapter) decodeForResty(x *execution, resp *http.Response) error {
	if x.call.KindOf(resp) != "" {
		a.DecodeKnown(resp)
	} else if err := a.DecodeRest(x.call, resp, x.r.Result == nil); err != nil && !engine.IsErrorStatus(resp) {
		return a.Undecodable(x.call, resp, engine.ReadErrorBody(resp), err)
	}
	if field, coded := resp.Header[codec.FieldContentEncoding]; coded {
		resp.Header = resp.Header.Clone()
		resp.Body = &codedBody{ReadCloser: resp.Body, resp: resp, field: field}
		delete(resp.Header, codec.FieldContentEncoding)
	}
	return nil
}

// codedBody is a body that stays coded. Its Read puts the Content-Encoding back into the
// header of resp: resty looks for the field before it reads the body, the caller
// afterwards.
type codedBody struct {
	io.ReadCloser
	resp  *http.Response
	field []string
}

func (b *codedBody) Read(p []byte) (int, error) {
	b.resp.Header[codec.FieldContentEncoding] = b.field
	return b.ReadCloser.Read(p)
}

// parse replaces the function of resty that decodes a body: it has the rules of the typed
// calls. The body of a success is decoded into Result, and so is the body of an allowed
// status if the body has a value. The body of every other status of 400 or more is decoded
// into Error, which stays as it is if the body cannot be decoded.
func (a *adapter) parse(rc *resty.Client, resp *resty.Response) error {
	x, r, raw := executionOf(resp.Request), resp.Request, resp.RawResponse
	if x == nil || raw == nil {
		return nil
	}
	failed := x.call.KindOf(raw) != ""
	saved, allowed := x.output != "" && !failed, engine.IsErrorStatus(raw) && !failed
	if !saved {
		x.call.Bytes = resp.Size()
	}
	if codec.Bodiless(raw) || resp.IsSuccess() {
		r.Error = nil
	}
	switch {
	case saved || codec.Bodiless(raw):
		return nil
	case r.Result != nil && (resp.IsSuccess() || allowed):
		err := a.codecsOf(rc).Unmarshal(contentType(resp), resp.Body(), r.Result)
		if err != nil && !(allowed && codec.HasNoValue(err)) {
			return a.Undecodable(x.call, raw, resp.Body(), err)
		}
	case resp.IsError():
		if r.Error == nil && rc.Error != nil {
			r.Error = reflect.New(rc.Error).Interface()
		}
		if r.Error != nil {
			_ = a.codecsOf(rc).Unmarshal(contentType(resp), resp.Body(), r.Error)
		}
	}
	return nil
}
