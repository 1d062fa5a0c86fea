package outbound

import (
	"net/http"
	"slices"

	"example.com/outbound/internal/callinfo"
	"example.com/outbound/middleware"
)

// cookies keeps the cookies of every answer in jar, and sends them with the next
// send of the same hop: net/http sees the last answer of a hop alone, so that a
// retry, or the answer to a challenge, would go without the cookie that the answer
// before has set (RFC 6265, section 5.4). Without a jar the layer is nil.
//
// Stage: attempt, outside auth, which may sign the cookies, and inside it, since
// it may send a request twice.
func cookies(jar http.CookieJar) middleware.Layer {
	if jar == nil {
		return nil
	}
	return func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(withCookies(req, jar.Cookies(req.URL)))
			if err == nil {
				if set := resp.Cookies(); len(set) > 0 {
					jar.SetCookies(req.URL, set)
				}
			}
			return resp, err
		})
	}
}

// withCookies is req with the cookies that the jar has now. A cookie of the same
// name is replaced, unless the value is sent already.
func withCookies(req *http.Request, now []*http.Cookie) *http.Request {
	sent, changed := req.Cookies(), false
	for _, c := range now {
		if slices.ContainsFunc(sent, func(s *http.Cookie) bool { return s.Name == c.Name && s.Value == c.Value }) {
			continue
		}
		changed = true
		if i := slices.IndexFunc(sent, func(s *http.Cookie) bool { return s.Name == c.Name }); i >= 0 {
			sent[i] = c
		} else {
			sent = append(sent, c)
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
