package layertest_test

import (
	"context"
	"time"
)

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
