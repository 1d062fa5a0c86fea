package vcr

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"gopkg.in/dnaeon/go-vcr.v4/pkg/cassette"

	"example.com/outbound/httperror"
)

// ErrNotOnTape is in the error of a request that is not on the tape.
var ErrNotOnTape = cassette.ErrInteractionNotFound

// RoundTrip records or replays req. Like net/http's transport it leaves req
// alone, closes its body and ends with its context, whose cause it returns.
func (p *Tape) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := read(req)
	if err != nil {
		return nil, err
	}
	resp, err := p.play(req, body)
	if errors.Is(err, ErrNotOnTape) && p.mode.sends {
		resp, err = p.send(req, body)
	}
	switch {
	case req.Context().Err() != nil:
		err = context.Cause(req.Context())
	case errors.Is(err, ErrNotOnTape):
		p.missing(req, body)
		err = &httperror.Error{Kind: httperror.Unknown, Err: err} // not retried by default
	}
	if err != nil {
		if resp != nil {
			_ = resp.Body.Close()
		}
		return nil, err
	}
	resp.Request = req
	return resp, nil
}

// play answers req from the tape.
func (p *Tape) play(req *http.Request, body []byte) (*http.Response, error) {
	if !p.mode.plays {
		return nil, ErrNotOnTape
	}
	a, err := p.ask(req, body)
	if err != nil {
		return nil, &httperror.Error{Kind: httperror.Request, Err: err}
	}
	found, err := p.find(req, a)
	if err != nil {
		return nil, err
	}
	resp, err := found.GetHTTPResponse()
	if err != nil {
		return nil, err
	}
	resp.Header = resp.Header.Clone()
	return resp, nil
}

// send sends req, and keeps the exchange if it is to be recorded.
func (p *Tape) send(req *http.Request, body []byte) (*http.Response, error) {
	sent := req.Clone(req.Context())
	if sent.Body = http.NoBody; len(body) > 0 {
		sent.Body = io.NopCloser(bytes.NewReader(body))
	}
	resp, err := p.through.RoundTrip(sent)
	if err != nil || !p.mode.saves {
		return resp, err
	}
	answer, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(answer))
	p.record(req, body, resp, answer)
	return resp, nil
}

// CloseIdleConnections reaches the transport that a recording is sent through.
func (p *Tape) CloseIdleConnections() {
	if rt, ok := p.through.(interface{ CloseIdleConnections() }); ok {
		rt.CloseIdleConnections()
	}
}

// read reads and closes the body of req. It ends with the context if the body's
// Close ends its Read.
func read(req *http.Request) ([]byte, error) {
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
