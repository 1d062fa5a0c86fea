package layertest_test

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"example.com/outbound/middleware"
)

func brokenBodies() []breach {
	return []breach{
		{"it refuses and leaves the body open", around(func(roundTripper, *request) (*response, error) {
			return nil, errors.New("no")
		}), []string{closesRequest}},
		{"it buffers the body and leaves the caller's open", sending(func(req *request) *request {
			if req.Body == nil {
				return req
			}
			data, _ := io.ReadAll(req.Body)
			req = req.Clone(req.Context())
			req.Body = io.NopCloser(strings.NewReader(string(data)))
			return req
		}), []string{closesRequest}},
		{"it takes a body from GetBody that nobody gets", sending(func(req *request) *request {
			if req.GetBody != nil {
				_, _ = req.GetBody()
			}
			return req
		}), []string{closesRequest}},
		{"it sends a spent body again", again(func(req *request) *request { return req }), []string{sendsWhole}},
		{"it sends an empty body again", again(func(req *request) *request {
			req = req.Clone(req.Context())
			req.Body = nil
			return req
		}), []string{sendsWhole}},
		{"it cuts the body and keeps the length", sending(func(req *request) *request {
			if req.GetBody == nil {
				return req
			}
			req = req.Clone(req.Context())
			req.Body = struct {
				io.Reader
				io.Closer
			}{io.LimitReader(req.Body, 100), req.Body}
			return req
		}), []string{sendsWhole}},
	}
}

// again repeats a 503 once with what of makes of the request.
func again(of func(*request) *request) middleware.Layer {
	return around(func(next roundTripper, req *request) (*response, error) {
		resp, err := next.RoundTrip(req)
		if err != nil || resp.StatusCode != http.StatusServiceUnavailable {
			return resp, err
		}
		resp.Body.Close()
		return next.RoundTrip(of(req))
	})
}
