package outbound

import (
	"io"
	"net/http"
	"reflect"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/layers"
)

// toResty makes a response ready for resty, which reads the body without a bound and
// decodes gzip by itself.
func (e *edge) toResty(record *call.Call, resp *http.Response) error {
	x := executionIn(record)
	if x != nil && !fenceOf(x.r).typed {
		if err := e.decodeForResty(x, resp); err != nil {
			return err
		}
	}
	boundBody(record, resp, e.maxResponse)
	limitOfRequest(record, resp)
	return nil
}

func (c *core) decodeForResty(x *execution, resp *http.Response) error {
	if x.call.KindOf(resp) != "" {
		c.decodeKnown(resp)
	} else if err := c.decodeRest(x.call, resp, x.r.Result == nil); err != nil && !isErrorStatus(resp) {
		return c.undecodable(x.call, resp, readError(resp), err)
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
func (c *core) parse(rc *resty.Client, resp *resty.Response) error {
	x, r, raw := executionOf(resp.Request), resp.Request, resp.RawResponse
	if x == nil || raw == nil {
		return nil
	}
	failed := x.call.KindOf(raw) != ""
	saved, allowed := x.output != "" && !failed, isErrorStatus(raw) && !failed
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
			return c.undecodable(x.call, raw, resp.Body(), err)
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
func (c *core) codecsOf(rc *resty.Client) *codec.Set {
	json, xml := pointer(rc.JSONUnmarshal) != pointer(c.rc.JSONUnmarshal), pointer(rc.XMLUnmarshal) != pointer(c.rc.XMLUnmarshal)
	if !json && !xml {
		return &c.codecs
	}
	own := c.codecs
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
func (c *core) decoderFor(contentType string) func([]byte, any) error {
	return func(data []byte, v any) error {
		if err := c.codecs.Unmarshal(contentType, data, v); err != nil {
			return &HTTPError{Kind: httperror.Decode, Err: err}
		}
		return nil
	}
}
