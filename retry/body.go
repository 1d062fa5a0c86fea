package retry

import "net/http"

func hasBody(req *http.Request) bool { return req.Body != nil && req.Body != http.NoBody }

// replays reports whether the body of req can be sent once more: every attempt
// sends the identical bytes or is not made.
func replays(req *http.Request) bool { return !hasBody(req) || req.GetBody != nil }

// rewind returns a copy of req with its body from the start.
func rewind(req *http.Request) (*http.Request, error) {
	if !hasBody(req) {
		return req, nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, err
	}
	again := req.WithContext(req.Context())
	again.Body = body
	return again, nil
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}
