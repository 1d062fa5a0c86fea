package middleware

import (
	"net/http"
	"net/url"

	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/origin"
)

// Headers sets default fields where the request has none of that name. To an
// origin other than home's, and after a redirect has left the first one, only
// the harmless fields go: Accept*, Content-*, If-*, User-Agent, Range and the
// trace context. With a nil home the request of the caller is at home wherever
// it goes. Without fields the layer is nil.
//
// Stage: call. The fields are the same on every attempt.
func Headers(fields http.Header, home *url.URL) Layer {
	if len(fields) == 0 {
		return nil
	}
	defaults := make([]callinfo.Field, 0, len(fields))
	for name, values := range fields.Clone() {
		defaults = append(defaults, callinfo.Field{Name: name, Values: values})
	}
	return Before(func(req *http.Request) (*http.Request, error) {
		away := home != nil && !origin.Same(home, req.URL)
		if c := callinfo.From(req.Context()); c != nil && c.Crossed() {
			away = true
		}
		for _, f := range defaults {
			if _, has := req.Header[f.Name]; has || away && !origin.Harmless(f.Name) {
				continue
			}
			req = callinfo.Writable(req)
			req.Header[f.Name] = f.Values
		}
		return req, nil
	})
}
