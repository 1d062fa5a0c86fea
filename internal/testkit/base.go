package testkit

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

// Base is the base of a chain. Make one with [Script]. It is safe for concurrent
// use.
type Base struct {
	// See is called with every request that is about to be answered. nil is not
	// called. Set it before the first request.
	See func(Sent)

	replies []Reply

	mu     sync.Mutex
	sent   []Sent
	bodies []*Body
	idle   int
}

// Script makes a base that answers with the replies in turn; the last one
// repeats. With one reply, a function, it is a strict base that the function
// answers.
func Script(replies ...Reply) *Base { return &Base{replies: replies} }

// RoundTrip answers with the next reply. Like net/http's transport it refuses a
// request without an http or https host, closes the request body, returns the
// cause of the context once that has ended, and nothing of a body for HEAD, 204
// and 304.
func (b *Base) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	if err := refusal(req); err != nil {
		closeBody(req)
		return nil, err
	}
	sent := Sent{Request: req.Clone(ctx), At: time.Now()}
	sent.Body, sent.Err = readBody(req)
	reply := b.next(sent)
	if sent.Err != nil {
		return nil, sent.Err
	}
	if b.See != nil {
		b.See(sent)
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	resp, err := reply(req)
	if err == nil {
		b.track(req, resp)
	}
	if ctx.Err() != nil {
		if err == nil {
			_ = resp.Body.Close()
		}
		return nil, context.Cause(ctx)
	}
	return resp, err
}

// next notes a request and returns the reply to it.
func (b *Base) next(s Sent) Reply {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := b.replies[min(len(b.sent), len(b.replies)-1)]
	b.sent = append(b.sent, s)
	return r
}

// track puts a [Body] on resp, for an empty body too: a layer must close that as
// well.
func (b *Base) track(req *http.Request, resp *http.Response) {
	resp.Request = req
	body := bind(req.Context(), resp.Body)
	switch {
	case resp.Body == nil:
		body.rc = http.NoBody
	case req.Method == http.MethodHead, resp.StatusCode == http.StatusNoContent, resp.StatusCode == http.StatusNotModified:
		_ = resp.Body.Close()
		body.rc = http.NoBody
	}
	resp.Body = body
	b.mu.Lock()
	b.bodies = append(b.bodies, body)
	b.mu.Unlock()
}

// CloseIdleConnections counts; see [Base.IdleCloses].
func (b *Base) CloseIdleConnections() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.idle++
}

// refusal says why net/http would not send req, nil if it would.
func refusal(req *http.Request) error {
	switch ctx := req.Context(); {
	case req.URL == nil:
		return errors.New("http: nil Request.URL")
	case req.Header == nil:
		return errors.New("http: nil Request.Header")
	case req.URL.Scheme != "http" && req.URL.Scheme != "https":
		return errors.New("unsupported protocol scheme")
	case req.URL.Host == "":
		return errors.New("http: no Host in request URL")
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return nil
}
