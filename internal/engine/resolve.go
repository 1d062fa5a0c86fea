package engine

import (
	"maps"
	"net/http"
	"net/url"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/origin"
	"example.com/outbound/internal/request"
)

// resolve makes a hop fit for the chain: the verb in upper case, blanks escaped,
// the call's own fields and query where HTTP and Do bring them, after a redirect that
// has dropped the body no field that is about it, and after one to another origin
// nothing that might be a secret.
func (e *edge) resolve(record *call.Call, req *http.Request) (*http.Request, error) {
	if upper := strings.ToUpper(req.Method); upper != req.Method {
		req = call.Writable(req)
		req.Method = upper
	}
	if opts := callconfig.Of(record); opts != nil && !record.HasOptionsApplied() {
		var err error
		if req, err = opts.Put(req, record); err != nil {
			return nil, err
		}
	}
	if strings.IndexByte(req.URL.RawQuery, ' ') >= 0 || strings.IndexByte(req.URL.Opaque, ' ') >= 0 {
		req = callconfig.WithURL(req, func(u *url.URL) {
			u.RawQuery = strings.ReplaceAll(u.RawQuery, " ", "%20")
			u.Opaque = strings.ReplaceAll(u.Opaque, " ", "%20")
		})
	}
	if opts := callconfig.Of(record); opts != nil {
		req = opts.Transfer(record, req)
	}
	if record.Turned() {
		req = call.Writable(req)
		maps.DeleteFunc(req.Header, func(name string, _ []string) bool { return origin.OfContent(name) })
	}
	if record.Crossed() {
		req = e.strip(req)
	}
	return req, nil
}

// strip leaves the fields that may go to another origin. Cookies are the jar's
// for that origin, never the caller's.
func (e *edge) strip(req *http.Request) *http.Request {
	req = call.Writable(req)
	for name := range req.Header {
		if !origin.Harmless(name) && !strings.EqualFold(name, e.RequestID) {
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

// check refuses what cannot be sent, and what would be two requests on a
// connection: net/http finds some of it only once it has dialled.
func (e *edge) check(record *call.Call, req *http.Request) error {
	if e.isClosed() {
		return &httperror.Error{Kind: httperror.Closed, Err: call.ErrClosed}
	}
	if opts := callconfig.Of(record); opts != nil {
		if err := opts.CheckFor(record, req); err != nil {
			return &httperror.Error{Kind: httperror.Request, Err: err}
		}
	}
	if err := request.Check(req); err != nil {
		return &httperror.Error{Kind: httperror.Request, Err: err}
	}
	if err := record.Ended(); err != nil {
		return err
	}
	return nil
}
