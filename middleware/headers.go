package middleware

import (
	"net/http"
	"net/url"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/origin"
)

// Headers sets each of the default fields that the request does not have. To an
// origin other than home's, and after a redirect to another origin, only harmless
// fields are sent: Accept*, Content-*, If-*, User-Agent, Range and the trace context.
// After a redirect that has dropped the body, no field about the body is sent. With a
// nil home every origin counts as home's. Without fields the layer is nil.
//
// Host, among the fields or in the header of the request, becomes the Host of the
// request; net/http would ignore it. A request whose Host differs from the host of its
// URL keeps it.
//
// Stage: call. The fields are the same on every attempt.
func Headers(fields http.Header, home *url.URL) Layer {
	if len(fields) == 0 {
		return nil
	}
	host := fields.Get("Host")
	defaults := make([]call.Field, 0, len(fields))
	for name, values := range fields.Clone() {
		if name != "Host" {
			defaults = append(defaults, call.Field{Name: name, Values: values})
		}
	}
	return Before(func(req *http.Request) (*http.Request, error) {
		away := home != nil && !origin.Same(home, req.URL)
		turned := false
		if c := call.From(req.Context()); c != nil {
			away, turned = away || c.Crossed(), c.Turned()
		}
		for _, f := range defaults {
			if _, has := req.Header[f.Name]; has || away && !origin.Harmless(f.Name) || turned && origin.OfContent(f.Name) {
				continue
			}
			req = call.Writable(req)
			req.Header[f.Name] = f.Values
		}
		own := req.Header["Host"]
		switch {
		case len(own) > 0:
			req = withHost(req, own[len(own)-1])
			delete(req.Header, "Host")
		case host != "" && !away:
			req = withHost(req, host)
		}
		return req, nil
	})
}

// withHost returns a copy of req with a Host, where its own is that of its URL.
func withHost(req *http.Request, host string) *http.Request {
	req = call.Writable(req)
	if req.Host == "" || req.Host == req.URL.Host {
		req.Host = host
	}
	return req
}
