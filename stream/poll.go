package stream

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/callkey"
	"example.com/outbound/internal/origin"
	"example.com/outbound/internal/retryafter"
)

// Polling says how an operation is asked for.
type Polling struct {
	Every   time.Duration             // between two polls where the server names no Retry-After. 0 = 2s
	MaxWait time.Duration             // longest single wait, Retry-After included. 0 = none
	Done    func(*http.Response) bool // reports whether an answer is the result. nil: every status but 202
}

// DefaultEvery is the wait between two polls.
const DefaultEvery = 2 * time.Second

// Poll waits for an operation that the answer first has begun, a 201 or 202 with
// Operation-Location, Azure-AsyncOperation or Location, and returns its result: the
// first answer of that address that is Done, decoded as a typed call does. Each
// poll is a call of its own; before each Poll waits for the Retry-After of the answer
// before, else for p.Every. It ends with the error of a poll that fails, and when ctx
// ends.
//
// An address of another origin than first's gets no credentials, nor does any address
// where a redirect has led first to another origin.
func Poll[T any](ctx context.Context, c *outbound.Client, first *outbound.ResponseMeta, p Polling, opts ...outbound.CallOption) (T, error) {
	var zero T
	at, err := operationOf(first)
	if err != nil {
		return zero, &outbound.HTTPError{Kind: httperror.Request, Delivery: httperror.NotSent, Err: err}
	}
	meta, left, elsewhere := *first, crossed(*first), !origin.Same(first.URL, at)
	with := named(opts, left || elsewhere, left && elsewhere)
	for {
		if err := sleep(ctx, p.wait(meta.Header)); err != nil {
			return zero, err
		}
		meta = outbound.ResponseMeta{}
		body, err := outbound.Get[[]byte](ctx, c, at.String(), append(with[:len(with):len(with)], outbound.Meta(&meta))...)
		if err != nil {
			return zero, err
		}
		if !p.done(meta, body) {
			continue
		}
		return result[T](c, meta, body)
	}
}

func operationOf(first *outbound.ResponseMeta) (*url.URL, error) {
	if first == nil || first.URL == nil {
		return nil, errors.New("Poll: the answer that has begun the operation is not known: fill it with outbound.Meta")
	}
	for _, name := range []string{"Operation-Location", "Azure-Asyncoperation", "Location"} {
		if at := first.Header.Get(name); at != "" {
			return resolve(first.URL, at)
		}
	}
	return nil, errors.New("Poll: the answer names no operation: it has neither Operation-Location nor Location")
}

func (p Polling) wait(h http.Header) time.Duration {
	d, ok := retryafter.Of(h, time.Now())
	switch {
	case ok:
	case p.Every > 0:
		d = p.Every
	default:
		d = DefaultEvery
	}
	if p.MaxWait > 0 {
		d = min(d, p.MaxWait)
	}
	return d
}

func (p Polling) done(meta outbound.ResponseMeta, body []byte) bool {
	if p.Done == nil {
		return meta.StatusCode != http.StatusAccepted
	}
	return p.Done(&http.Response{
		StatusCode: meta.StatusCode, Status: http.StatusText(meta.StatusCode), Proto: meta.Proto, Header: meta.Header,
		ContentLength: int64(len(body)), Body: io.NopCloser(bytes.NewReader(body)),
	})
}

// result decodes the last answer.
func result[T any](c *outbound.Client, meta outbound.ResponseMeta, body []byte) (v T, err error) {
	switch to := any(&v).(type) {
	case *[]byte:
		*to = body
		return v, nil
	case *string:
		*to = string(body)
		return v, nil
	case *struct{}:
		return v, nil
	}
	if meta.StatusCode == http.StatusNoContent {
		return v, nil
	}
	if err := callkey.Unmarshal(c, meta.Header.Get("Content-Type"), body, &v); err != nil {
		var zero T
		return zero, pageError(meta, err)
	}
	return v, nil
}
