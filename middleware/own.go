package middleware

import "net/http"

// Own gives the layers beneath a deep copy of the request, which they may write.
//
// Stage: attempt. What one attempt writes is not seen by the next.
func Own() Layer {
	return Before(func(req *http.Request) (*http.Request, error) { return req.Clone(req.Context()), nil })
}
