// Package auth puts credentials on requests: what a scheme is, the schemes that
// need the standard library only, and the layer that keeps each of them to its
// origins.
package auth

import (
	"encoding/base64"
	"net/http"
	"net/url"
)

// Scheme puts credentials on a request.
type Scheme interface {
	// Authorize writes to req, which is a copy made for this attempt. Its URL
	// may be replaced, its body read through GetBody. A header that the caller
	// set wins: a scheme leaves it as it is. An error keeps the request from
	// being sent and becomes one of kind auth.
	Authorize(req *http.Request) error
}

// Challenger is a [Scheme] that answers a 401.
type Challenger interface {
	// Challenge is asked once per attempt, after a 401. It may read the header
	// of resp, not the body. With again the request is authorized and sent once
	// more, if its body can be replayed.
	Challenge(resp *http.Response) (again bool, err error)
}

// Func is a function as a [Scheme].
func Func(f func(*http.Request) error) Scheme { return schemeFunc(f) }

type schemeFunc func(*http.Request) error

func (f schemeFunc) Authorize(req *http.Request) error { return f(req) }

// Basic sends user and password in the Authorization field (RFC 7617).
func Basic(user, password string) Scheme {
	return header("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user+":"+password)))
}

// Bearer sends token in the Authorization field (RFC 6750, section 2.1).
func Bearer(token string) Scheme { return header("Authorization", "Bearer "+token) }

// APIKey sends key in the field named name.
func APIKey(name, key string) Scheme { return header(http.CanonicalHeaderKey(name), key) }

// header is a fixed field. It touches nothing else of the request.
func header(name, value string) Scheme { return fixed{name, value} }

type fixed struct{ name, value string }

func (f fixed) Authorize(req *http.Request) error {
	if _, has := req.Header[f.name]; !has {
		req.Header[f.name] = []string{f.value}
	}
	return nil
}

// QueryKey sends key as a query parameter. Prefer a header: addresses end up in
// the logs of servers and proxies. A parameter that the caller set wins.
func QueryKey(param, key string) Scheme {
	return Func(func(req *http.Request) error {
		if req.URL.Query().Has(param) {
			return nil
		}
		u := *req.URL
		if u.RawQuery != "" {
			u.RawQuery += "&"
		}
		u.RawQuery += url.QueryEscape(param) + "=" + url.QueryEscape(key)
		req.URL = &u
		return nil
	})
}
