package auth

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

var errNoParam = errors.New("the parameter has no name")

// QueryKey sends key as the query parameter param. Prefer a header: the logs of
// servers and proxies have addresses. A parameter that the caller set wins. An
// empty key is a problem of outbound.New, and elsewhere an error of every
// request.
func QueryKey(param, key string) Scheme {
	var problem error
	switch {
	case strings.TrimSpace(key) == "":
		problem = errNoKey
	case param == "":
		problem = errNoParam
	}
	pair := url.QueryEscape(param) + "=" + url.QueryEscape(key)
	return newCredentials("QueryKey", problem, func(req *http.Request) error {
		if req.URL.Query().Has(param) {
			return nil
		}
		u := *req.URL
		if u.RawQuery != "" {
			u.RawQuery += "&"
		}
		u.RawQuery += pair
		req.URL = &u
		return nil
	}, param, key)
}
