package outbound_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"
)

// still is a body that delivers some bytes and then none until the context ends.
func still(some string) reply {
	return func(req *http.Request) (*http.Response, error) {
		resp, err := text(200, "")(req)
		resp.Body, resp.ContentLength = io.NopCloser(io.MultiReader(strings.NewReader(some), waiting{req.Context()})), -1
		return resp, err
	}
}

type waiting struct{ ctx context.Context }

func (w waiting) Read([]byte) (int, error) {
	<-w.ctx.Done()
	return 0, w.ctx.Err()
}

// hangs never answers.
func hangs(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// slowly answers after d.
func slowly(d time.Duration, r reply) reply {
	return func(req *http.Request) (*http.Response, error) {
		select {
		case <-time.After(d):
			return r(req)
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
}

// dripping delivers a byte a second.
type dripping struct{ left int }

func (d *dripping) Read(p []byte) (int, error) {
	if d.left == 0 {
		return 0, io.EOF
	}
	time.Sleep(time.Second) // virtual
	d.left--
	p[0] = '.'
	return 1, nil
}

func (d *dripping) Close() error { return nil }
