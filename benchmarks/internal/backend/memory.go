// Package backend answers the clients under test: from memory, so that what
// is measured is the client alone, and from a server on the loopback interface.
package backend

import (
	"io"
	"net/http"
	"sync/atomic"
)

// Memory answers without a network. An answer costs six allocations: the
// response, its body, and a header map of its own with three fields, as a
// server's answer has. A 503 costs one, as it has neither header nor body here:
// what is left is what the client pays for an attempt. Safe for concurrent use;
// /flaky and /wait count the calls of all clients.
type Memory struct {
	flaky atomic.Int64
}

// RoundTrip implements [http.RoundTripper]. It reads and closes the body of
// the request, as that interface demands.
func (m *Memory) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := swallow(req.Body); err != nil {
		return nil, err
	}
	p := at(req.URL.Path, m.calls)
	resp := &http.Response{
		Status: p.line, StatusCode: p.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: bare, Body: http.NoBody,
		Request: req,
	}
	if p.status != http.StatusOK {
		if p.wait {
			resp.Header = asking
		}
		return resp, nil
	}
	resp.ContentLength = int64(len(p.content))
	resp.Header = http.Header{
		"Content-Length": {p.length},
		"Content-Type":   {"application/json"},
		"Date":           {"Mon, 02 Jan 2006 15:04:05 GMT"},
	}
	resp.Body = &body{rest: p.content}
	return resp, nil
}

// bare and asking are the headers of answers without content. A client must not
// write to the header that a transport gave it to read, and none here does.
var (
	bare   = http.Header{}
	asking = http.Header{"Retry-After": noWait}
	noWait = []string{"0"}
)

func (m *Memory) calls() int64 { return m.flaky.Add(1) }

func swallow(b io.ReadCloser) error {
	if b == nil || b == http.NoBody {
		return nil
	}
	defer b.Close()
	_, err := io.Copy(io.Discard, b)
	return err
}
