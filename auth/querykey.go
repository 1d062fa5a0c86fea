package auth

import (
	"net/http"
	"net/url"
)

// QueryKey sends key as the query parameter param. Prefer a header: addresses
// end up in the logs of servers and proxies. A parameter that the caller set
// wins. With an empty key every request fails.
func QueryKey(param, key string) Scheme {
	if key == "" {
		return failing(errNoKey)
	}
	pair := url.QueryEscape(param) + "=" + url.QueryEscape(key)
	return Func(func(req *http.Request) error {
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
	})
}
