package callconfig

import (
	"net/http"
	"net/url"

	"example.com/outbound/internal/address"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/request"
	"example.com/outbound/internal/upload"
)

// WithURL is req with a URL of its own, which change changes.
func WithURL(req *http.Request, change func(*url.URL)) *http.Request {
	req = call.Writable(req)
	u := *req.URL
	change(&u)
	req.URL = &u
	return req
}

// Put puts the options on a request that the caller has built: the fields on every hop,
// the length, the parameters and the query on the first.
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
		req = WithURL(req, func(u *url.URL) {
			err = o.expandURL(u)
			u.RawQuery = o.AddQuery(u.RawQuery)
		})
		return req, err
	}
	return req, nil
}

// expandURL puts the path parameters of the call, if it has some, into a parsed URL.
func (o *Config) expandURL(u *url.URL) (err error) {
	if len(o.Params) == 0 {
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

// PutFields sets the header fields. Content-Length is left out: see [request.HoldLength].
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

// has reports whether the call sets a field.
func (o *Config) has(name string) bool {
	for _, f := range o.Header {
		if http.CanonicalHeaderKey(f.Name) == name {
			return true
		}
	}
	return false
}

// Lengths is the values of Content-Length.
func (o *Config) Lengths() (values []string) {
	for _, f := range o.Header {
		if http.CanonicalHeaderKey(f.Name) == "Content-Length" {
			values = append(values, f.Value)
		}
	}
	return values
}

// AddQuery appends the query to raw, in the order of the options.
func (o *Config) AddQuery(raw string) string {
	for _, q := range o.Query {
		if raw != "" {
			raw += "&"
		}
		raw += url.QueryEscape(q.Name) + "=" + url.QueryEscape(q.Value)
	}
	return raw
}

// Param looks up path parameters: those of the call, of one name the last, and then the
// further ones.
func (o *Config) Param(further address.Lookup) address.Lookup {
	if o == nil {
		return further
	}
	return func(name string) (string, bool, bool) {
		if value, raw, ok := o.own(name); ok {
			return value, raw, ok
		}
		if further == nil {
			return "", false, false
		}
		return further(name)
	}
}

// own looks up a path parameter of the call.
func (o *Config) own(name string) (value string, raw, ok bool) {
	if o != nil {
		for i := len(o.Params) - 1; i >= 0; i-- {
			if p := o.Params[i]; p.Name == name {
				return p.Value, false, true
			}
		}
	}
	return "", false, false
}

// AskUncoded returns a request and options that ask for a response without a content
// coding: req and o themselves if the caller asks for a coding, else copies. Other
// calls may use o at the same time.
func (o *Config) AskUncoded(req *http.Request) (*http.Request, *Config) {
	if req.Header.Get(codec.FieldAcceptEncoding) != "" || o.has(codec.FieldAcceptEncoding) {
		return req, o
	}
	opts := *o
	opts.Uncoded, opts.Caller = true, &opts
	req = req.Clone(req.Context())
	if req.Header == nil { // as http.Client.Do allows
		req.Header = http.Header{}
	}
	req.Header.Set(codec.FieldAcceptEncoding, "identity")
	return req, &opts
}

// IsCoded reports whether resp has a content coding that was not asked for and was not
// decoded: it is not known, or the body is a part of the coded one.
func (o *Config) IsCoded(resp *http.Response) bool {
	return o.Resume && o.Uncoded && len(codec.CodingsOf(resp.Header)) > 0 && !codec.Bodiless(resp)
}
