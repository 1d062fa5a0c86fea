package outbound

import (
	"maps"
	"net/http"
	"net/url"
	"strings"

	"example.com/outbound/internal/address"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/origin"
	"example.com/outbound/internal/request"
	"example.com/outbound/internal/upload"
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
	if opts := optionsOf(record); opts != nil && !record.HasOptionsApplied() {
		var err error
		if req, err = opts.put(req, record); err != nil {
			return nil, err
		}
	}
	if strings.IndexByte(req.URL.RawQuery, ' ') >= 0 || strings.IndexByte(req.URL.Opaque, ' ') >= 0 {
		req = withURL(req, func(u *url.URL) {
			u.RawQuery = strings.ReplaceAll(u.RawQuery, " ", "%20")
			u.Opaque = strings.ReplaceAll(u.Opaque, " ", "%20")
		})
	}
	if opts := optionsOf(record); opts != nil {
		req = opts.transfer(record, req)
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

// withURL returns req with a URL that change has changed.
func withURL(req *http.Request, change func(*url.URL)) *http.Request {
	req = call.Writable(req)
	u := *req.URL
	change(&u)
	req.URL = &u
	return req
}

// put puts the options of the call on a request that somebody else has built: the
// fields on every hop, the length, the parameters and the query on the first.
func (o *callConfig) put(req *http.Request, record *call.Call) (*http.Request, error) {
	if len(o.header) > 0 {
		req = call.Writable(req)
		o.putFields(req.Header)
		if host := req.Header["Host"]; o.has("Host") && !record.Crossed() {
			req.Host = host[len(host)-1]
		}
	}
	if record.Redirects() > 0 || req.Response != nil && !record.EndsAtEntry() {
		return req, nil
	}
	if lengths := o.lengths(); len(lengths) > 0 {
		file := upload.Of(req.Body)
		switch {
		case file == nil || req.ContentLength != 0:
		case file.Size() == 0:
			file.Put(req)
			file.Release()
		default:
			req.ContentLength = file.Size()
		}
		if err := request.HoldLength(req, lengths); err != nil {
			return nil, err
		}
	}
	if len(o.query) > 0 || len(o.params) > 0 {
		var err error
		req = withURL(req, func(u *url.URL) {
			err = o.expandURL(u)
			u.RawQuery = o.addQuery(u.RawQuery)
		})
		return req, err
	}
	return req, nil
}

// expandURL puts the path parameters of the call, if it has some, into a parsed URL.
func (o *callConfig) expandURL(u *url.URL) (err error) {
	if len(o.params) == 0 {
		return nil
	}
	u.RawPath = address.ExpandEscaped(u.EscapedPath(), func(name string) (string, bool, bool) {
		value, raw, ok := o.own(name)
		if !ok && err == nil {
			err = address.NoValue(name, true)
		}
		return value, raw, ok
	}, url.PathEscape)
	u.Path, _ = url.PathUnescape(u.RawPath) // which both have escaped
	u.RawQuery = address.ExpandEscaped(u.RawQuery, o.own, url.QueryEscape)
	return err
}

// putFields sets the fields of the call. Its Content-Length is none of them: see
// [request.HoldLength].
func (o *callConfig) putFields(h http.Header) {
	for _, f := range o.header {
		switch {
		case http.CanonicalHeaderKey(f.name) == "Content-Length":
		case f.add:
			h.Add(f.name, f.value)
		default:
			h.Set(f.name, f.value)
		}
	}
}

// has reports whether the call sets a field.
func (o *callConfig) has(name string) bool {
	for _, f := range o.header {
		if http.CanonicalHeaderKey(f.name) == name {
			return true
		}
	}
	return false
}

// lengths are the values of the call's Content-Length.
func (o *callConfig) lengths() (values []string) {
	for _, f := range o.header {
		if http.CanonicalHeaderKey(f.name) == "Content-Length" {
			values = append(values, f.value)
		}
	}
	return values
}

// strip leaves the fields that may go to another origin. Cookies are the jar's
// for that origin, never the caller's.
func (e *edge) strip(req *http.Request) *http.Request {
	req = call.Writable(req)
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
