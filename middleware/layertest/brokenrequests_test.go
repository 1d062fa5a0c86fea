package layertest_test

import (
	"io"
	"maps"
	"net/http"
	"sync/atomic"
	"time"

	"example.com/outbound/middleware"
)

func brokenRequests() []breach {
	return []breach{
		{"it writes a field of the caller's header", sending(func(req *request) *request {
			req.Header.Set("X-Mine", "1")
			return req
		}), []string{leavesRequest}},
		{"it writes a field and takes it back", around(func(next roundTripper, req *request) (*response, error) {
			req.Header.Set("X-Mine", "1")
			defer req.Header.Del("X-Mine")
			return next.RoundTrip(req)
		}), []string{leavesRequest}},
		{"it copies the header's map and not its values", sending(func(req *request) *request {
			req = req.WithContext(req.Context())
			req.Header = maps.Clone(req.Header)
			req.Header["Accept"] = append(req.Header["Accept"], "text/mine")
			return req
		}), []string{leavesRequest}},
		{"it adds to the query of a shared URL", sending(func(req *request) *request {
			req = req.WithContext(req.Context())
			req.URL.RawQuery += "&mine=1"
			return req
		}), []string{leavesRequest}},
		{"it puts its own body on the caller's request", sending(func(req *request) *request {
			if req.Body != nil {
				req.Body = struct{ io.ReadCloser }{req.Body}
			}
			return req
		}), []string{leavesRequest}},
		{"it parses the caller's form", sending(func(req *request) *request {
			if req.Method == http.MethodGet {
				_ = req.ParseForm()
			}
			return req
		}), []string{leavesRequest}},
		{"it expects a body", sending(func(req *request) *request {
			req = req.Clone(req.Context())
			req.Body = struct{ io.ReadCloser }{req.Body}
			_, _ = req.Body.Read(nil)
			return req
		}), []string{doesNotPanic}},
		{"it makes a request of its own", sending(func(req *request) *request {
			mine, _ := http.NewRequestWithContext(req.Context(), req.Method, req.URL.String(), req.Body)
			mine.ContentLength = req.ContentLength
			return mine
		}), []string{passesOn}},
		{"it sends a verb that it does not know as POST", sending(func(req *request) *request {
			req = req.Clone(req.Context())
			if req.Method == "PROPFIND" {
				req.Method = http.MethodPost
			}
			return req
		}), []string{passesOn}},
		{"it serves the base that it was put on last", shared(), []string{servesItsNext}},
		{"it keeps the request in a field", field, []string{isConcurrent}},
	}
}

func shared() middleware.Layer {
	var base roundTripper
	return func(next roundTripper) roundTripper {
		base = next
		return middleware.Func(func(req *request) (*response, error) { return base.RoundTrip(req) })
	}
}

func field(next roundTripper) roundTripper {
	var current atomic.Pointer[request]
	return middleware.Func(func(req *request) (*response, error) {
		current.Store(req)
		if req.Header.Get("X-Layertest-Id") != "" {
			time.Sleep(time.Millisecond)
		}
		return next.RoundTrip(current.Load())
	})
}
