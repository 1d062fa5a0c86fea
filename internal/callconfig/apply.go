package callconfig

import (
	"net/http"
	"net/url"

	"example.com/outbound/internal/address"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/request"
	"example.com/outbound/internal/upload"
)

// Put puts the options on a request that the caller has built. The fields go onto every
// hop. The length, the parameters and the query go onto the first hop only: the URL of a
// later hop is the server's, and its body is net/http's.
func (o *Config) Put(req *http.Request, record *call.Call) (*http.Request, error) {
	if len(o.Header) > 0 {
		req = call.Writable(req)
		o.PutFields(req.Header)
		if host := req.Header["Host"]; o.has("Host") && !record.Crossed() {
			req.Host = host[len(host)-1]
		}
	}
	if record.Redirects() > 0 || req.Response != nil && !record.EndsAtEntry() {
		return req, nil
	}
	if lengths := o.Lengths(); len(lengths) > 0 {
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
	if len(o.Query) > 0 || len(o.Params) > 0 {
		var err error
		req = call.WithURL(req, func(u *url.URL) {
			err = o.expandURL(u)
			u.RawQuery = o.AddQuery(u.RawQuery)
		})
		return req, err
	}
	return req, nil
}

// expandURL puts the path parameters of the call into a parsed URL. It returns an error
// if the path names a parameter that the call does not set.
func (o *Config) expandURL(u *url.URL) (err error) {
	if len(o.Params) == 0 {
		return nil
	}
	u.RawPath = address.ExpandEscaped(u.EscapedPath(), func(name string) (string, bool, bool) {
		value, raw, ok := o.param(name)
		if !ok && err == nil {
			err = address.NoValue(name, true)
		}
		return value, raw, ok
	}, url.PathEscape)
	u.Path, _ = url.PathUnescape(u.RawPath) // no error: EscapedPath and PathEscape have made RawPath
	u.RawQuery = address.ExpandEscaped(u.RawQuery, o.param, url.QueryEscape)
	return err
}

// PutFields puts the fields of the options into h, all but Content-Length: see
// [request.HoldLength].
func (o *Config) PutFields(h http.Header) {
	for _, f := range o.Header {
		switch {
		case http.CanonicalHeaderKey(f.Name) == "Content-Length":
		case f.Add:
			h.Add(f.Name, f.Value)
		default:
			h.Set(f.Name, f.Value)
		}
	}
}

// has reports whether the options set the field name.
func (o *Config) has(name string) bool {
	for _, f := range o.Header {
		if http.CanonicalHeaderKey(f.Name) == name {
			return true
		}
	}
	return false
}

// Lengths returns the values that the options give Content-Length.
func (o *Config) Lengths() (values []string) {
	for _, f := range o.Header {
		if http.CanonicalHeaderKey(f.Name) == "Content-Length" {
			values = append(values, f.Value)
		}
	}
	return values
}

// AddQuery returns raw with the query of the options appended, in their order.
func (o *Config) AddQuery(raw string) string {
	for _, q := range o.Query {
		if raw != "" {
			raw += "&"
		}
		raw += url.QueryEscape(q.Name) + "=" + url.QueryEscape(q.Value)
	}
	return raw
}

// ParamLookup returns the look-up of path parameters: first among those of the call, of
// which the last of a name wins, then in further, which may be nil.
func (o *Config) ParamLookup(further address.Lookup) address.Lookup {
	if o == nil {
		return further
	}
	return func(name string) (string, bool, bool) {
		if value, raw, ok := o.param(name); ok {
			return value, raw, ok
		}
		if further == nil {
			return "", false, false
		}
		return further(name)
	}
}

// param looks up a path parameter of the call.
func (o *Config) param(name string) (value string, raw, ok bool) {
	if o != nil {
		for i := len(o.Params) - 1; i >= 0; i-- {
			if p := o.Params[i]; p.Name == name {
				return p.Value, false, true
			}
		}
	}
	return "", false, false
}
