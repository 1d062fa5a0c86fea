package layertest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"example.com/outbound/middleware"
)

func repeats(next roundTripper) roundTripper {
	return middleware.Func(func(req *request) (*response, error) {
		for n := 1; ; n++ {
			resp, err := next.RoundTrip(req)
			if n == 3 || err == nil && resp.StatusCode < 500 || req.Body != nil && req.Body != http.NoBody && req.GetBody == nil {
				return resp, err
			}
			if resp != nil {
				resp.Body.Close()
			}
			select {
			case <-time.After(5 * time.Second):
			case <-req.Context().Done():
				return nil, req.Context().Err()
			}
			if req.GetBody != nil {
				req = req.Clone(req.Context())
				if req.Body, err = req.GetBody(); err != nil {
					return nil, err
				}
			}
		}
	})
}

func bounds(next roundTripper) roundTripper {
	return middleware.Func(func(req *request) (*response, error) {
		ctx, cancel := context.WithTimeout(req.Context(), time.Minute)
		resp, err := next.RoundTrip(req.WithContext(ctx))
		if err != nil {
			cancel()
			return nil, err
		}
		resp.Body = &closing{resp.Body, cancel}
		return resp, nil
	})
}

type closing struct {
	io.ReadCloser
	after func()
}

func (c *closing) Close() error {
	defer c.after()
	return c.ReadCloser.Close()
}

func compresses(next roundTripper) roundTripper {
	return middleware.Func(func(req *request) (*response, error) {
		if req.Body == nil || req.Body == http.NoBody {
			return next.RoundTrip(req)
		}
		defer req.Body.Close()
		var small bytes.Buffer
		w := gzip.NewWriter(&small)
		if _, err := io.Copy(w, req.Body); err != nil {
			return nil, err
		}
		w.Close()
		req = req.Clone(req.Context())
		req.Header.Set("Content-Encoding", "gzip")
		req.Body, req.GetBody, req.ContentLength = io.NopCloser(&small), nil, int64(small.Len())
		return next.RoundTrip(req)
	})
}

func breaks(next roundTripper) roundTripper {
	var failed atomic.Bool
	return middleware.Func(func(req *request) (*response, error) {
		if failed.Load() {
			return middleware.Refuse(req, "unknown", errors.New("the breaker is open"))
		}
		resp, err := next.RoundTrip(req)
		failed.Store(err != nil)
		return resp, err
	})
}
