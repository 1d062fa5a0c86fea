package outbound

import (
	"net/http"
	"slices"

	"example.com/outbound/internal/callinfo"
	"example.com/outbound/middleware"
)

// cookies keeps the cookies of every answer in the jar of the http.Client that the
// call came through, and sends what the jar has then with the next send of the
// same hop: net/http sees the last answer of a hop alone, so that a retry, or the
// answer to a challenge, would go without the cookie that the answer before has
// set (RFC 6265, section 5.4).
//
// Stage: attempt, outside auth, which may sign the cookies, and inside it, since
// it may send a request twice.
func cookies() middleware.Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			call := callinfo.From(req.Context())
			jar := call.Jar()
			if jar == nil {
				return next.RoundTrip(req)
			}
			now := jar.Cookies(req.URL)
			resp, err := next.RoundTrip(withCookies(req, call.Take(now), now))
			if err == nil {
				if set := resp.Cookies(); len(set) > 0 {
					jar.SetCookies(req.URL, set)
				}
			}
			return resp, err
		})
	}
}

// withCookies is req with the cookies that the jar has now in the place of those
// that were taken from it before. The caller's own cookies stay.
func withCookies(req *http.Request, before, now []*http.Cookie) *http.Request {
	sent, changed := req.Cookies(), false
	for _, c := range before {
		if i := lastIndex(sent, c); i >= 0 && lastIndex(now, c) < 0 {
			sent, changed = slices.Delete(sent, i, i+1), true
		}
	}
	for _, c := range now {
		if lastIndex(sent, c) < 0 {
			sent, changed = append(sent, c), true
		}
	}
	if !changed {
		return req
	}
	req = callinfo.Writable(req)
	req.Header.Del("Cookie")
	for _, c := range sent {
		req.AddCookie(c)
	}
	return req
}

// lastIndex is where all has a cookie of the name and value of c for the last
// time, -1 without one. The jar's cookies come after the caller's.
func lastIndex(all []*http.Cookie, c *http.Cookie) int {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Name == c.Name && all[i].Value == c.Value {
			return i
		}
	}
	return -1
}
