package outbound

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"example.com/outbound/internal/redact"
)

const (
	typeJSON = "application/json"
	typeForm = "application/x-www-form-urlencoded"
	typeRaw  = "application/octet-stream"
)

// content is an encoded request body.
type content struct {
	bytes  []byte
	stream io.Reader // instead of bytes
	kind   string    // media type; "" = no body
}

var errNilReader = errors.New("the body is a nil pointer")

// encode turns the body of a typed call into bytes.
func (c *core) encode(body any) (content, error) {
	if v := reflect.ValueOf(body); v.Kind() == reflect.Pointer && v.IsNil() {
		if _, is := body.(io.Reader); is {
			return content{}, errNilReader
		}
	}
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
	case io.Reader:
		return content{stream: b, kind: typeRaw}, nil
	}
	data, err := c.marshal()(body)
	if err != nil {
		return content{}, fmt.Errorf("encode the body: %w", err)
	}
	return content{bytes: data, kind: typeJSON}, nil
}

// reader is the body as net/http takes it. Bytes and the readers it knows can be
// sent again.
func (c content) reader() io.Reader {
	switch {
	case c.kind == "":
		return nil
	case c.stream != nil:
		return c.stream
	}
	return bytes.NewReader(c.bytes)
}

// describe sets the headers of a typed call: what the body is, what is wanted,
// and those of the call's options, which win.
func (c content) describe(h http.Header, opts *callConfig) {
	h["Accept"] = acceptJSON
	if c.kind != "" {
		h["Content-Type"] = []string{c.kind}
	}
	if opts == nil {
		return
	}
	for _, p := range opts.header {
		h.Set(p.name, p.value)
	}
}

// acceptJSON is shared by all requests and never written through.
var acceptJSON = []string{typeJSON}[:1:1]

// marshal is the JSON encoder: resty's, which WithJSON or WithResty may have set.
func (c *core) marshal() func(any) ([]byte, error) { return c.rc.JSONMarshal }

// errRequest is what package net/url says of a bad URL, without its text.
func errRequest(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		return redact.Error(err)
	}
	if strings.Contains(err.Error(), "invalid method") {
		return errMethod
	}
	return err
}
