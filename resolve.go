package outbound

import (
	"net/http"
	"net/url"
	"strings"

	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/origin"
)

// resolve makes a hop fit for the chain: the verb in upper case, the call's own
// fields and query where HTTP and Do bring them, and after a redirect to another
// origin nothing that might be a secret.
func (e *edge) resolve(call *callinfo.Call, req *http.Request) *http.Request {
	if upper := strings.ToUpper(req.Method); upper != req.Method {
		req = callinfo.Writable(req)
		req.Method = upper
	}
	if opts := optionsOf(call); opts != nil && !call.HasOptionsApplied() {
		req = opts.put(req, call.Redirects() == 0 && req.Response == nil)
	}
	if call.Crossed() {
		req = e.strip(req)
	}
	return req
}

// put puts the options of the call on a request that somebody else has built.
func (o *callConfig) put(req *http.Request, first bool) *http.Request {
	if len(o.header) == 0 && len(o.query) == 0 && len(o.params) == 0 {
		return req
	}
	req = callinfo.Writable(req)
	for _, h := range o.header {
		req.Header.Set(h.name, h.value)
	}
	if !first {
		return req
	}
	u := *req.URL
	for _, p := range o.params {
		u.RawPath = strings.ReplaceAll(u.EscapedPath(), "%7B"+url.PathEscape(p.name)+"%7D", url.PathEscape(p.value))
		u.Path, _ = url.PathUnescape(u.RawPath)
	}
	u.RawQuery = o.addQuery(u.RawQuery)
	req.URL = &u
	return req
}

// strip leaves the fields that may go to another origin. Cookies are the jar's
// for that origin, never the caller's.
func (e *edge) strip(req *http.Request) *http.Request {
	req = callinfo.Writable(req)
	for name := range req.Header {
		if !origin.Harmless(name) && !strings.EqualFold(name, e.requestID) {
			delete(req.Header, name)
		}
	}
	if jar := e.client.Jar; jar != nil {
		for _, c := range jar.Cookies(req.URL) {
			req.AddCookie(c)
		}
	}
	return req
}
