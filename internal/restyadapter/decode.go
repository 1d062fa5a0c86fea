package restyadapter

import (
	"io"
	"net/http"
	"reflect"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/engine"
	"example.com/outbound/internal/layers"
)

// Receive prepares the answer of a request of R. Resty reads a body without a bound and
// decodes gzip by itself.
func (c *adapter) Receive(record *call.Call, resp *http.Response) error {
	if !record.ReadsWhole() || record.Options.Stream {
		handUnread(record, resp)
		return nil
	}
	x := executionIn(record)
	if x != nil && !fenceOf(x.r).typed {
		if err := c.decodeForResty(x, resp); err != nil {
			return err
		}
	}
	boundBody(record, resp, c.MaxResponse)
	limitOfRequest(record, resp)
	return nil
}

func (c *adapter) decodeForResty(x *execution, resp *http.Response) error {
	if x.call.KindOf(resp) != "" {
		c.DecodeKnown(resp)
	} else if err := c.DecodeRest(x.call, resp, x.r.Result == nil); err != nil && !engine.IsErrorStatus(resp) {
		return c.Undecodable(x.call, resp, engine.ReadErrorBody(resp), err)
	}
	if field, coded := resp.Header[layers.FieldContentEncoding]; coded {
		resp.Header = resp.Header.Clone()
		resp.Body = &codedBody{ReadCloser: resp.Body, resp: resp, field: field}
		delete(resp.Header, layers.FieldContentEncoding)
	}
	return nil
}

// codedBody is a body that keeps its coding. Resty looks for the field before it
// reads, and finds it only afterwards.
type codedBody struct {
	io.ReadCloser
	resp  *http.Response
	field []string
}

func (b *codedBody) Read(p []byte) (int, error) {
	b.resp.Header[layers.FieldContentEncoding] = b.field
	return b.ReadCloser.Read(p)
}

// parse is in the place of resty's own function that decodes a body: the rules are
// those of the typed calls. Result is of a success, and of a status that the call
// allows where the body has a value; Error is of every other status of 400 or more,
// and stays as it is where the body cannot be decoded.
func (c *adapter) parse(rc *resty.Client, resp *resty.Response) error {
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
		err := c.codecsOf(rc).Unmarshal(contentType(resp), resp.Body(), r.Result)
		if err != nil && !(allowed && codec.HasNoValue(err)) {
			return c.Undecodable(x.call, raw, resp.Body(), err)
		}
	case resp.IsError():
		if r.Error == nil && rc.Error != nil {
			r.Error = reflect.New(rc.Error).Interface()
		}
		if r.Error != nil {
			_ = c.codecsOf(rc).Unmarshal(contentType(resp), resp.Body(), r.Error)
		}
	}
	return nil
}

// codecsOf are the codecs of a request of R: the client's, or those that a hook has set
// for it.
func (c *adapter) codecsOf(rc *resty.Client) *codec.Set {
	json, xml := !engine.SameFunc(rc.JSONUnmarshal, c.rc.JSONUnmarshal), !engine.SameFunc(rc.XMLUnmarshal, c.rc.XMLUnmarshal)
	if !json && !xml {
		return &c.Codecs
	}
	own := c.Codecs
	if json {
		own.JSON.Unmarshal = rc.JSONUnmarshal
	}
	if xml {
		own.XML.Unmarshal = rc.XMLUnmarshal
	}
	return &own
}

// decoderFor makes a decoder of bodies of a type, for code that asks the resty client
// for one.
func (c *adapter) decoderFor(contentType string) func([]byte, any) error {
	return func(data []byte, v any) error {
		if err := c.Codecs.Unmarshal(contentType, data, v); err != nil {
			return &httperror.Error{Kind: httperror.Decode, Err: err}
		}
		return nil
	}
}

// boundBody holds a body that resty reads into memory to limit bytes: more is an
// error of kind too_large. A response that is an error already stays what it is:
// of its body counts what arrives, up to the limit. Zero means no bound.
func boundBody(record *call.Call, resp *http.Response, limit int64) {
	switch {
	case record.KindOf(resp) != "":
		body := io.Reader(resp.Body)
		if limit > 0 {
			body = io.LimitReader(body, limit)
		}
		resp.Body = &cutBody{body, resp.Body}
	default:
		resp.Body = &limitedBody{ReadCloser: resp.Body, call: record, limit: limit, length: resp.ContentLength}
	}
}

// limitedBody fails when more than limit bytes are read of it, 0 = no bound, and
// types its errors: resty does not.
type limitedBody struct {
	io.ReadCloser
	call   *call.Call
	limit  int64
	length int64 // as announced, -1 if it is not known
	n      int64
	cause  error // of the error beyond the limit, may be nil
}

func (b *limitedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	if b.limit > 0 && b.n > b.limit {
		b.call.Bytes = b.n
		e := engine.TooLarge(b.limit, b.length)
		if b.cause != nil {
			e.Err = b.cause
		}
		return 0, b.call.Fill(e)
	}
	if err != nil && err != io.EOF {
		err = b.call.BodyError(err)
	}
	return n, err
}

// cutBody ends where the body that it is made of breaks off.
type cutBody struct {
	io.Reader
	io.Closer
}

func (b *cutBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil {
		err = io.EOF
	}
	return n, err
}
