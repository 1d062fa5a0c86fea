package middleware

import (
	"errors"
	"net/http"
)

// Before is a layer that only prepares the request: f returns what is sent, the
// request that it got or a copy, or an error, and then nothing is sent. Like any
// layer it must not write to the request of its caller.
//
// Neighbouring layers of this kind are called in one loop: a chain of them needs no
// more stack than one of them.
func Before(f func(*http.Request) (*http.Request, error)) Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		b := &before{next: next, steps: []prepare{f}}
		if more, ok := next.(*before); ok {
			b.next, b.steps = more.next, append(b.steps, more.steps...)
		}
		return b
	}
}

var errNoRequest = errors.New("a layer prepared no request and gave no reason")

type prepare = func(*http.Request) (*http.Request, error)

type before struct {
	next  http.RoundTripper
	steps []prepare
}

func (b *before) RoundTrip(req *http.Request) (*http.Response, error) {
	req, err := b.prepare(req)
	if err != nil {
		return nil, err
	}
	return b.next.RoundTrip(req)
}

func (b *before) prepare(req *http.Request) (*http.Request, error) {
	for _, f := range b.steps {
		prepared, err := f(req)
		if err == nil && prepared == nil {
			err = errNoRequest
		}
		if err != nil {
			if req.Body != nil {
				_ = req.Body.Close()
			}
			return nil, err
		}
		req = prepared
	}
	return req, nil
}

// Own gives the layers beneath a deep copy of the request, which they may write.
//
// Stage: attempt. What one attempt writes is not seen by the next.
func Own() Layer {
	return Before(func(req *http.Request) (*http.Request, error) { return req.Clone(req.Context()), nil })
}
