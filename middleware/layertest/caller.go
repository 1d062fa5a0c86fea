package layertest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// caller is a kind of request.
type caller struct {
	name   string
	method string
	body   []byte // nil: none
	replay bool   // it has a GetBody and a length
	empty  bool   // http.NoBody in place of nil
}

func callers() []caller {
	body := bytes.Repeat([]byte("the whole body, "), 256)
	return []caller{
		{name: "a GET without a body", method: http.MethodGet},
		{name: "a PUT whose body can be sent again", method: http.MethodPut, body: body, replay: true},
		{name: "a POST whose body can be read once", method: http.MethodPost, body: body},
		{name: "a PROPFIND with http.NoBody", method: "PROPFIND", empty: true},
	}
}

// contextKey finds the value that every layer has to hand on.
type contextKey struct{}

const (
	unknownField = "X-Layertest-Unknown"
	idField      = "X-Layertest-Id"
	unknownQuery = "layertest=unknown+value"
	target       = "https://user@layertest.example/a%2Fb?" + unknownQuery + "#fragment"
)

// request makes the caller's request. Its bodies are noted in open.
func (c caller) request(ctx context.Context, open *bodies) *http.Request {
	u, err := url.Parse(target)
	if err != nil {
		panic(err) // a constant
	}
	req := (&http.Request{
		Method: c.method, URL: u, Host: u.Host,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:  http.Header{unknownField: roomy("a", "b"), "Accept": roomy("text/layertest")},
		Trailer: http.Header{},
	}).WithContext(ctx)
	if c.empty {
		req.Body = http.NoBody
	}
	if c.body == nil {
		return req
	}
	n := 0
	next := func() io.ReadCloser {
		n++
		return open.add(&trackedBody{rest: c.body, origin: fmt.Sprintf("body %d of the request", n)})
	}
	req.Body, req.ContentLength = next(), -1
	if c.replay {
		req.ContentLength = int64(len(c.body))
		req.GetBody = func() (io.ReadCloser, error) { return next(), nil }
	}
	return req
}

// roomy is values in a slice with room behind: an append to it writes into the
// caller's memory.
func roomy(values ...string) []string {
	room := append(append([]string(nil), values...), "", "")
	return room[:len(values)]
}
