package outbound

import (
	"errors"
	"fmt"
	"net/http"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/codec"
)

const (
	fieldAcceptEncoding  = "Accept-Encoding"
	fieldContentEncoding = "Content-Encoding"
)

// contentCodings asks for the content codings of the client, as net/http does for
// gzip, and decodes what comes: package gzip, which net/http uses, cannot tell bytes
// after the end from a body that was cut off. Of a call that reads the whole body it
// decodes codings that it has not asked for too. Where the request has an
// Accept-Encoding the body is passed on as it comes.
//
// It is part of [classify], innermost, so that what is read ahead for retry is decoded
// and a wrong coding has a kind.
type contentCodings struct {
	known *codec.Codings
	limit int64 // of a body that is read whole
}

// asks reports whether ask adds the field: where net/http would. A range counts in
// coded bytes, and the answer to HEAD has none.
func (t *contentCodings) asks(req *http.Request) bool {
	return t.known.Accept() != nil && req.Method != http.MethodHead &&
		req.Header.Get("Range") == "" && req.Header.Get(fieldAcceptEncoding) == ""
}

// ask returns req, or a copy of it that asks for codings.
func (t *contentCodings) ask(req *http.Request) *http.Request {
	if !t.asks(req) {
		return req
	}
	sent := req.WithContext(req.Context())
	sent.Header = make(http.Header, len(req.Header)+1)
	for name, values := range req.Header {
		sent.Header[name] = values
	}
	sent.Header[fieldAcceptEncoding] = t.known.Accept()
	return sent
}

// decode decodes the body of resp, the answer to req as it was before ask.
func (t *contentCodings) decode(req *http.Request, resp *http.Response) {
	asked := t.asks(req)
	if asked {
		resp.Request = req
	}
	if req.Header.Get(fieldAcceptEncoding) != "" {
		return
	}
	names := codec.CodingsOf(resp.Header)
	if len(names) == 0 || !isCoded(req.Method, resp) {
		return
	}
	if record := call.From(req.Context()); record != nil && record.ReadsWhole() && !record.Options.Stream {
		if t.known.Unknown(names) == "" {
			t.known.Decode(resp, names, t.limit)
		}
		return
	}
	if asked && t.known.Asked(names) {
		t.known.Decode(resp, names, 0)
	}
}

// isCoded reports whether the body of a response with a Content-Encoding has that
// coding. A part of a coded body (206) cannot be decoded by itself.
func isCoded(method string, resp *http.Response) bool {
	return method != http.MethodHead && resp.StatusCode >= 200 && resp.ContentLength != 0 &&
		resp.StatusCode != http.StatusPartialContent && !bodiless(resp)
}

var errCodedPart = errors.New("the body is a part (206) of one with a content coding, and cannot be decoded")

// decodeRest decodes what the chain has left coded in a body that is read whole. With
// raw the caller wants the bytes: those of a part, and where the caller has set
// Accept-Encoding, stay as they are.
func (c *core) decodeRest(record *call.Call, resp *http.Response, raw bool) error {
	names := codec.CodingsOf(resp.Header)
	switch part := resp.StatusCode == http.StatusPartialContent; {
	case len(names) == 0 || resp.ContentLength == 0 || bodiless(resp):
		return nil
	case raw && (part || c.setsAcceptEncoding(record)):
		return nil
	case part:
		return errCodedPart
	}
	if unknown := c.codings.Unknown(names); unknown != "" {
		return fmt.Errorf("the content coding %q of the body cannot be decoded: WithCoding adds one", unknown)
	}
	c.codings.Decode(resp, names, c.maxResponse)
	return nil
}

// decodeKnown decodes the body of an error, which nobody wants as it came. One in an
// unknown coding stays as it is.
func (c *core) decodeKnown(resp *http.Response) {
	names := codec.CodingsOf(resp.Header)
	if len(names) > 0 && isCoded("", resp) && c.codings.Unknown(names) == "" {
		c.codings.Decode(resp, names, c.maxResponse)
	}
}

// setsAcceptEncoding reports whether the caller has set Accept-Encoding.
func (c *core) setsAcceptEncoding(record *call.Call) bool {
	req := record.Last()
	return c.header.Get(fieldAcceptEncoding) != "" || req != nil && req.Header.Get(fieldAcceptEncoding) != ""
}
