package outbound_test

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// fake is a base that answers with its replies in turn, the last again and
// again, and keeps what it was sent. Package mock imports this one, and its
// client would hide what these tests are about.
type fake struct {
	replies []reply
	see     func(*http.Request) // told of every request; nil: nobody

	mu     sync.Mutex
	got    []sent
	bodies []*heldBody
	idle   int // calls of CloseIdleConnections
}

// sent is a request as it came to the base.
type sent struct {
	*http.Request
	body []byte
}

// reply answers one request.
type reply func(req *http.Request) (*http.Response, error)

func newFake(replies ...reply) *fake { return &fake{replies: replies} }

func (f *fake) RoundTrip(req *http.Request) (*http.Response, error) {
	s := sent{Request: req.Clone(req.Context())}
	if req.Body != nil {
		s.body, _ = io.ReadAll(req.Body)
		_ = req.Body.Close()
	}
	f.mu.Lock()
	r := f.replies[min(len(f.got), len(f.replies)-1)]
	f.got = append(f.got, s)
	f.mu.Unlock()
	if f.see != nil {
		f.see(req)
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	resp, err := r(req)
	if err == nil {
		held := &heldBody{ReadCloser: resp.Body}
		resp.Body, resp.Request = held, req
		f.mu.Lock()
		f.bodies = append(f.bodies, held)
		f.mu.Unlock()
	}
	return resp, err
}

// CloseIdleConnections counts.
func (f *fake) CloseIdleConnections() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.idle++
}

// requests are those that came so far.
func (f *fake) requests() []sent {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]sent(nil), f.got...)
}

// last is the request that came last.
func (f *fake) last(t testing.TB) sent {
	t.Helper()
	all := f.requests()
	if len(all) == 0 {
		t.Fatal("nothing was sent")
	}
	return all[len(all)-1]
}

// wantSent demands a number of requests.
func (f *fake) wantSent(t testing.TB, n int) {
	t.Helper()
	if got := len(f.requests()); got != n {
		t.Errorf("%d requests were sent, want %d", got, n)
	}
}

// wantClosed demands that every body of a response was closed.
func (f *fake) wantClosed(t testing.TB) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, b := range f.bodies {
		if !b.isClosed() {
			t.Errorf("the body of response %d was not closed", i+1)
		}
	}
}

// heldBody knows whether it was closed.
type heldBody struct {
	io.ReadCloser
	mu     sync.Mutex
	closed bool
}

func (b *heldBody) Close() error {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	return b.ReadCloser.Close()
}

func (b *heldBody) isClosed() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closed
}

// content answers with a body of a type; "" leaves the Content-Type out.
func content(code int, contentType, body string) reply {
	return func(*http.Request) (*http.Response, error) {
		h := http.Header{}
		if contentType != "" {
			h.Set("Content-Type", contentType)
		}
		return &http.Response{
			StatusCode: code, Status: strings.TrimSpace(strconv.Itoa(code) + " " + http.StatusText(code)),
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: h, ContentLength: int64(len(body)), Body: io.NopCloser(bytes.NewReader([]byte(body))),
		}, nil
	}
}

func status(code int) reply                    { return content(code, "", "") }
func text(code int, body string) reply         { return content(code, "text/plain", body) }
func jsonBody(body string) reply               { return content(200, "application/json", body) }
func fails(err error) reply                    { return func(*http.Request) (*http.Response, error) { return nil, err } }
func redirect(code int, location string) reply { return status(code).with("Location", location) }

// with adds a field to the answer.
func (r reply) with(name, value string) reply {
	return func(req *http.Request) (*http.Response, error) {
		resp, err := r(req)
		if err == nil {
			resp.Header.Add(name, value)
		}
		return resp, err
	}
}

// body replaces the body of the answer, whose length is then unknown.
func (r reply) body(b io.ReadCloser) reply {
	return func(req *http.Request) (*http.Response, error) {
		resp, err := r(req)
		if err == nil {
			resp.Body, resp.ContentLength = b, -1
		}
		return resp, err
	}
}
