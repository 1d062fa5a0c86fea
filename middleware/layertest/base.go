package layertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
)

// base is the next of the layer. It keeps to the contract itself: it closes the
// body of every request and ends with the context.
type base struct {
	steps    []step
	onCall   func()       // told of every arrival, before the step
	bodies   *bodies      // of its responses
	observe  func(string) // told what has changed in the caller's request
	changed  func() string
	released chan struct{} // closed when the exchange is over, whatever the layer does

	mu   sync.Mutex
	seen []*arrival
}

// arrival is a request as it came to the base, and what became of it.
type arrival struct {
	req     *http.Request
	ctx     context.Context
	read    bool // the step read the body
	body    []byte
	readErr error
	resp    *http.Response
	header  http.Header // of resp, as it left
	answer  []byte
	err     error
}

// RoundTrip plays the next step of the script; the last one repeats.
func (b *base) RoundTrip(req *http.Request) (*http.Response, error) {
	a := &arrival{req: req.Clone(context.Background()), ctx: req.Context()}
	b.mu.Lock()
	n := len(b.seen)
	b.seen = append(b.seen, a)
	b.mu.Unlock()
	if b.changed != nil {
		b.observe(b.changed())
	}
	if b.onCall != nil {
		b.onCall()
	}
	if req.Body != nil {
		defer req.Body.Close()
	}
	if a.err = req.Context().Err(); a.err == nil {
		a.resp, a.err = b.steps[min(n, len(b.steps)-1)](b, a, req)
	}
	return a.resp, a.err
}

func (b *base) arrivals() []*arrival {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]*arrival(nil), b.seen...)
}

// readBody reads what the layer sends.
func (a *arrival) readBody(req *http.Request) {
	a.read = true
	if req.Body != nil {
		a.body, a.readErr = io.ReadAll(req.Body)
	}
}

// answerWith makes the response of a step.
func (b *base) answerWith(a *arrival, req *http.Request, code int, answer []byte) *http.Response {
	a.answer = bytes.Clone(answer)
	a.header = http.Header{
		unknownField:       {"c", "d"},
		"Content-Type":     {"application/x-layertest"},
		"Content-Length":   {strconv.Itoa(len(answer))},
		"Www-Authenticate": {`Layertest realm="none"`},
	}
	body := b.bodies.add(&trackedBody{ctx: req.Context(), rest: answer, origin: fmt.Sprintf("a response with status %d", code)})
	return &http.Response{
		Status: fmt.Sprintf("%d %s", code, http.StatusText(code)), StatusCode: code,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.header.Clone(), Body: body, ContentLength: int64(len(answer)), Request: req,
	}
}

var errReleased = errors.New("layertest: the exchange is over")
