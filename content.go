package outbound

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/request"
	"example.com/outbound/internal/upload"
)

const (
	typeJSON = "application/json"
	typeXML  = "application/xml"
	typeForm = "application/x-www-form-urlencoded"
	typeRaw  = "application/octet-stream"
)

// content is an encoded request body: bytes, or one of the three behind them.
type content struct {
	bytes  []byte
	stream io.Reader      // read once, or a reader that net/http knows
	source *upload.Source // a reader that can seek
	form   *form          // a [Multipart]
	kind   string         // media type; "" = no body
}

var errNilReader = errors.New("the body is a nil pointer")

// encode turns the body of a typed call into bytes or readers: a value by the codec of
// the Content-Type that the caller has set, or as JSON. Readers that are its own are
// released by the caller.
func (c *core) encode(body any, opts *callConfig) (content, error) {
	switch b := body.(type) {
	case nil:
		return content{}, nil
	case []byte:
		return content{bytes: b, kind: typeRaw}, nil
	case json.RawMessage:
		return content{bytes: b, kind: typeJSON}, nil
	case string:
		return content{bytes: []byte(b), kind: typeRaw}, nil
	case url.Values:
		return content{bytes: []byte(b.Encode()), kind: typeForm}, nil
	case Multipart:
		return formContent(b)
	case *Multipart:
		if b == nil {
			return content{}, errNilReader
		}
		return formContent(*b)
	case io.Reader:
		return readerContent(b)
	}
	kind := c.contentType(opts)
	data, err := c.codecs.Marshal(kind, body)
	if err != nil {
		return content{}, fmt.Errorf("encode the body: %w", err)
	}
	return content{bytes: data, kind: kind}, nil
}

// contentType is the type of a value that is sent: the caller's, or JSON.
func (c *core) contentType(opts *callConfig) string {
	if opts != nil {
		for _, h := range slices.Backward(opts.header) {
			if strings.EqualFold(h.name, "Content-Type") && h.value != "" {
				return h.value
			}
		}
	}
	return cmp.Or(c.header.Get("Content-Type"), typeJSON)
}

func readerContent(r io.Reader) (content, error) {
	if noReader(r) {
		return content{}, errNilReader
	}
	switch r.(type) {
	case *bytes.Buffer, *bytes.Reader, *strings.Reader: // net/http knows their length
		return content{stream: r, kind: typeRaw}, nil
	}
	if source := upload.Of(r); source != nil {
		return content{source: source, kind: typeRaw}, nil
	}
	return content{stream: r, kind: typeRaw}, nil
}

// reader is the body as net/http takes it, nil for one that [content.put] puts on
// the request. Bytes and the readers it knows can be sent again.
func (c content) reader() io.Reader {
	switch {
	case c.kind == "" || c.source != nil || c.form != nil:
		return nil
	case c.stream != nil:
		return c.stream
	}
	return bytes.NewReader(c.bytes)
}

// put completes the body of req, and holds the caller to the length that it has
// given.
func (c content) put(req *http.Request, opts *callConfig) error {
	switch {
	case c.source != nil:
		c.source.Put(req)
	case c.form != nil:
		c.form.put(req)
	}
	if opts == nil || len(opts.header) == 0 {
		return nil
	}
	return request.HoldLength(req, opts.lengths())
}

// release gives up the readers of the content once no attempt can begin any more.
func (c content) release() {
	c.source.Release()
	c.form.release()
}

// files is c if it has readers to release, else nil.
func (c content) files() *content {
	if c.source == nil && c.form == nil {
		return nil
	}
	out := c // on the heap only here
	return &out
}

// describe sets the header of a typed call: the fields of its options, and where
// neither they nor the defaults say it, what the body is and what is wanted.
func (c content) describe(h http.Header, opts *callConfig, raw bool, defaults ...http.Header) error {
	if opts != nil {
		opts.putFields(h)
	}
	if !hasField("Accept", h, defaults) {
		if h["Accept"] = acceptJSON; raw {
			h["Accept"] = acceptAny
		}
	}
	switch {
	case c.form != nil:
		return c.form.describe(h)
	case c.kind != "" && !hasField("Content-Type", h, defaults):
		h["Content-Type"] = []string{c.kind}
	}
	return nil
}

func hasField(name string, h http.Header, defaults []http.Header) bool {
	for _, d := range defaults {
		if d[name] != nil {
			return true
		}
	}
	return h[name] != nil
}

// What a typed call asks for. They are shared by all requests and never written
// through.
var (
	acceptJSON = []string{typeJSON}[:1:1]
	acceptAny  = []string{"*/*"}[:1:1]
)

// isRaw reports whether v, a *T, takes a body of any type as it is.
func isRaw(v any) bool {
	switch v.(type) {
	case *[]byte, *string, *struct{}:
		return true
	}
	return false
}

// errRequest is what package net/url says of a bad URL, without its text.
func errRequest(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		return redact.Error(err)
	}
	if strings.Contains(err.Error(), "invalid method") {
		return request.ErrMethod
	}
	return err
}
