package middleware

import "net/http"

// Own gives the layers beneath a deep copy of the request, which they may write.
//
// Stage: attempt. What one attempt writes is not seen by the next.
func Own() Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return Func(func(req *http.Request) (*http.Response, error) {
			return next.RoundTrip(req.Clone(req.Context()))
		})
	}
}
