package main

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
)

// report is the layer that prints a line for each attempt, with -v: a stream may
// last for days, and its connections are told as they come.
//
// Stage: attempt.
func (f *follow) report(s *streams) middleware.Layer {
	if !f.Verbose {
		return nil
	}
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			begin := time.Now()
			resp, err := next.RoundTrip(req)
			outcome := string(httperror.Classify(err))
			if err == nil {
				outcome = strconv.Itoa(resp.StatusCode)
			}
			_, _ = fmt.Fprintf(s.err, "%s %s %s in %s\n", req.Method, shown(req.URL), outcome, short(time.Since(begin)))
			return resp, err
		})
	}
}
