package vcr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"gopkg.in/dnaeon/go-vcr.v4/pkg/cassette"

	"example.com/outbound/httperror"
)

// ErrNotOnTape is in the error of a request that is not on the tape.
var ErrNotOnTape = cassette.ErrInteractionNotFound

// RoundTrip records or replays req. Like net/http's transport it leaves req
// alone, closes its body and ends with its context, whose cause it returns.
func (p *Tape) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := load(req)
	if err != nil {
		return nil, err
	}
	sent := req.Clone(req.Context())
	sent.Body = http.NoBody
	if len(body) > 0 {
		sent.Body = io.NopCloser(bytes.NewReader(body))
	}
	resp, err := p.rec.RoundTrip(sent)
	switch {
	case req.Context().Err() != nil:
		err = context.Cause(req.Context())
	case errors.Is(err, ErrNotOnTape):
		p.unknown(req, body)
		err = &httperror.Error{Kind: httperror.Unknown, Err: err} // not retried by default
	}
	if err != nil {
		if resp != nil {
			_ = resp.Body.Close()
		}
		return nil, err
	}
	resp.Request = req
	resp.Header = resp.Header.Clone()
	return resp, nil
}

// CloseIdleConnections reaches the transport that a recording is sent through.
func (p *Tape) CloseIdleConnections() {
	if rt, ok := p.through.(interface{ CloseIdleConnections() }); ok {
		rt.CloseIdleConnections()
	}
}

// load reads and closes the body of req. It ends with the context if the body's
// Close ends its Read.
func load(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, cause(req)
	}
	stop := context.AfterFunc(req.Context(), func() { _ = req.Body.Close() })
	body, err := io.ReadAll(req.Body)
	if stop() {
		_ = req.Body.Close()
	}
	return body, errors.Join(cause(req), err)
}

func cause(req *http.Request) error {
	if req.Context().Err() != nil {
		return context.Cause(req.Context())
	}
	return nil
}

// unknown notes what fails the test at its end: what was asked, and what the
// tape has.
func (p *Tape) unknown(req *http.Request, body []byte) {
	s := p.secretsOf(req.Header, req.URL, body)
	var b strings.Builder
	fmt.Fprintf(&b, "a request is not on the tape %s, or not this often:", p.name)
	describe(&b, req.Method, s.url(req.URL.String()), s.body(body, req.Header.Get("Content-Type")))
	b.WriteString("\n  on the tape:")
	if tape, err := cassette.Load(p.name); err == nil {
		for _, i := range tape.Interactions {
			describe(&b, i.Request.Method, i.Request.URL, []byte(i.Request.Body))
		}
	}
	fmt.Fprintf(&b, "\n  %s=extend adds it", Env)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lost = append(p.lost, b.String())
}

func describe(b *strings.Builder, method, url string, body []byte) {
	const most = 200
	fmt.Fprintf(b, "\n    %s %s", method, url)
	if len(body) > most {
		body = append(body[:most:most], "…"...)
	}
	if len(body) > 0 {
		fmt.Fprintf(b, "\n      %s", body)
	}
}
