package layertest_test

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"example.com/outbound/middleware"
)

// The rules as the failures name them.
const (
	isThere         = "is there"
	doesNotPanic    = "does not panic"
	leavesRequest   = "leaves the caller's request alone"
	oneOutcome      = "returns a response or an error, never both and never neither"
	closesRequest   = "closes the request body in every outcome"
	sendsWhole      = "sends the whole body on every attempt"
	closesDropped   = "closes what it drops"
	keepsReadable   = "keeps the response readable"
	endsWithContext = "ends with its context"
	leavesNothing   = "leaves no goroutine behind"
	isConcurrent    = "is safe for concurrent use"
	servesItsNext   = "serves the next that it was given"
	passesOn        = "passes on what it does not know"
)

type breach struct {
	name  string
	layer middleware.Layer
	rules []string
}

// sending is a layer that changes what is sent.
func sending(f func(*request) *request) middleware.Layer {
	return around(func(next roundTripper, req *request) (*response, error) { return next.RoundTrip(f(req)) })
}

// answering is a layer that changes what is answered.
func answering(f func(*response, error) (*response, error)) middleware.Layer {
	return around(func(next roundTripper, req *request) (*response, error) { return f(next.RoundTrip(req)) })
}

func around(f func(next roundTripper, req *request) (*response, error)) middleware.Layer {
	return func(next roundTripper) roundTripper {
		return middleware.Func(func(req *request) (*response, error) { return f(next, req) })
	}
}

func broken() []breach {
	all := []breach{{"it is nil", nil, []string{isThere}}}
	all = append(all, brokenRequests()...)
	all = append(all, brokenBodies()...)
	all = append(all, brokenAnswers()...)
	return append(all, brokenContexts()...)
}

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

func brokenAnswers() []breach {
	return []breach{
		{"it returns an error beside the response", answering(func(resp *response, err error) (*response, error) {
			if err == nil && resp.StatusCode == 503 {
				err = errors.New("bad status")
			}
			return resp, err
		}), []string{oneOutcome}},
		{"it returns neither", answering(func(resp *response, err error) (*response, error) {
			return resp, nil
		}), []string{oneOutcome}},
		{"it returns a response without a body", answering(func(resp *response, err error) (*response, error) {
			if err == nil && resp.StatusCode == 204 {
				resp.Body = nil
			}
			return resp, err
		}), []string{oneOutcome}},
		{"it makes an error of a status and drops the response", answering(func(resp *response, err error) (*response, error) {
			if err == nil && resp.StatusCode >= 400 {
				return nil, errors.New(resp.Status)
			}
			return resp, err
		}), []string{closesDropped}},
		{"it wraps the body without its Close", answering(func(resp *response, err error) (*response, error) {
			if err == nil {
				resp.Body = io.NopCloser(resp.Body)
			}
			return resp, err
		}), []string{closesDropped}},
		{"it repeats without closing the first response", around(func(next roundTripper, req *request) (*response, error) {
			resp, err := next.RoundTrip(req)
			if err == nil && resp.StatusCode == 503 && req.Body == nil {
				return next.RoundTrip(req)
			}
			return resp, err
		}), []string{closesDropped}},
		{"it forgets the cause", answering(func(resp *response, err error) (*response, error) {
			if err != nil {
				return nil, errors.New("sending failed")
			}
			return resp, nil
		}), []string{passesOn}},
		{"it makes a response of its own", answering(func(resp *response, err error) (*response, error) {
			if err == nil {
				resp.Header = http.Header{}
			}
			return resp, err
		}), []string{passesOn}},
		{"it shortens the answer", answering(func(resp *response, err error) (*response, error) {
			if err == nil {
				resp.Body = &closing{io.NopCloser(io.LimitReader(resp.Body, 3)), closes(resp.Body)}
			}
			return resp, err
		}), []string{passesOn}},
	}
}

func closes(c io.Closer) func() { return func() { c.Close() } }

func brokenContexts() []breach {
	return []breach{
		{"it cancels its context on the way out", around(func(next roundTripper, req *request) (*response, error) {
			ctx, cancel := context.WithTimeout(req.Context(), time.Minute)
			defer cancel()
			return next.RoundTrip(req.WithContext(ctx))
		}), []string{keepsReadable}},
		{"it sends with a context that nobody ends", around(func(next roundTripper, req *request) (*response, error) {
			deadline, _ := req.Context().Deadline()
			ctx, cancel := context.WithDeadline(context.WithoutCancel(req.Context()), deadline)
			resp, err := next.RoundTrip(req.WithContext(ctx))
			if err != nil {
				cancel()
				return nil, err
			}
			resp.Body = &closing{resp.Body, cancel}
			return resp, nil
		}), []string{endsWithContext}},
		{"it forgets the context", sending(func(req *request) *request {
			return req.WithContext(context.Background())
		}), []string{endsWithContext, passesOn}},
		{"it sleeps through the end of the context", around(func(next roundTripper, req *request) (*response, error) {
			resp, err := next.RoundTrip(req)
			if err == nil && resp.StatusCode == 503 {
				time.Sleep(time.Minute)
			}
			return resp, err
		}), []string{endsWithContext}},
		{"it leaves a goroutine that waits", around(func(next roundTripper, req *request) (*response, error) {
			go time.Sleep(time.Hour)
			return next.RoundTrip(req)
		}), []string{leavesNothing}},
	}
}
