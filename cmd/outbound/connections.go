package main

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
)

// report returns the layer that prints a line for each attempt at once, nil without
// -v. A stream may last for days: a timeline at its end would be of no use.
//
// Stage: attempt.
func (f *streamFlags) report(s *streams) middleware.Layer {
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
			_, _ = fmt.Fprintf(s.err, "%s %s %s in %s\n", req.Method, plainURL(req.URL), outcome, short(time.Since(begin)))
			return resp, err
		})
	}
}
