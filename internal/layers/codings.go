package layers

import (
	"net/http"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/codec"
)

// The fields of content codings (RFC 9110, sections 8.4 and 12.5.3).
const (
	FieldAcceptEncoding  = "Accept-Encoding"
	FieldContentEncoding = "Content-Encoding"
)

// ContentCodings asks for the content codings of the client, as net/http does for
// gzip, and decodes what comes: package gzip, which net/http uses, cannot tell bytes
// after the end from a body that was cut off. Of a call that reads the whole body it
// decodes codings that it has not asked for too. Where the request has an
// Accept-Encoding the body is passed on as it comes, unless the call wants it
// uncoded.
//
// It is part of [Classify], innermost, so that what is read ahead for retry is decoded
// and a wrong coding has a kind.
type ContentCodings struct {
	Known *codec.Codings // those of the client
	Limit int64          // of a body that is read whole
}

// asks reports whether ask adds the field: where net/http would. A range counts in
// coded bytes, and the answer to HEAD has none.
func (t *ContentCodings) asks(req *http.Request) bool {
	return t.Known.Accept() != nil && req.Method != http.MethodHead &&
		req.Header.Get("Range") == "" && req.Header.Get(FieldAcceptEncoding) == ""
}

// ask returns req, or a copy of it that asks for codings.
func (t *ContentCodings) ask(req *http.Request) *http.Request {
	if !t.asks(req) {
		return req
	}
	sent := req.WithContext(req.Context())
	sent.Header = make(http.Header, len(req.Header)+1)
	for name, values := range req.Header {
		sent.Header[name] = values
	}
	sent.Header[FieldAcceptEncoding] = t.Known.Accept()
	return sent
}

// decode decodes the body of resp, the answer to req as it was before ask.
func (t *ContentCodings) decode(req *http.Request, resp *http.Response) {
	asked := t.asks(req)
	if asked {
		resp.Request = req
	}
	record := call.From(req.Context())
	uncoded := record != nil && record.Options.Uncoded
	if req.Header.Get(FieldAcceptEncoding) != "" && !uncoded {
		return
	}
	names := codec.CodingsOf(resp.Header)
	if len(names) == 0 || !codec.IsCoded(req.Method, resp) {
		return
	}
	whole := record != nil && record.ReadsWhole() && !record.Options.Stream
	switch known := t.Known.Unknown(names) == ""; {
	case whole && known:
		t.Known.Decode(resp, names, t.Limit)
	case whole:
	case uncoded && known, asked && t.Known.Asked(names):
		t.Known.Decode(resp, names, 0)
	}
}
