package call

import (
	"net/http"
	"slices"
)

// Net/http takes cookies from the jar of an http.Client once per hop, and gives
// the jar the cookies of its last answer alone: a retry, or the answer to a
// challenge, would go without the cookies that the answer before has set (RFC
// 6265, section 5.4). So each send takes what the jar has then. This is no layer:
// most calls have no jar, and the frame of a layer is on the stack while a
// request is in flight.

// SetJar notes the jar of the http.Client that the current hop has come through,
// and the cookies that net/http has taken from it for the hop.
func (c *Call) SetJar(jar http.CookieJar, taken []*http.Cookie) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := c.ensureDetails()
	d.jar, d.taken = jar, taken
}

func (c *Call) jar() http.CookieJar {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.details == nil {
		return nil
	}
	return c.details.jar
}

// WithCookies returns req, the request of an attempt, with the cookies that the jar has
// now.
func (c *Call) WithCookies(req *http.Request) *http.Request {
	jar := c.jar()
	if jar == nil {
		return req
	}
	now := jar.Cookies(req.URL)
	c.mu.Lock()
	before := c.details.taken
	c.details.taken = append(before[:len(before):len(before)], now...)
	c.mu.Unlock()
	return exchanged(req, before, now)
}

// KeepCookies gives the jar the cookies of resp, an answer to req.
func (c *Call) KeepCookies(req *http.Request, resp *http.Response) {
	if resp.Header["Set-Cookie"] == nil {
		return
	}
	if jar := c.jar(); jar != nil {
		if set := resp.Cookies(); len(set) > 0 {
			jar.SetCookies(req.URL, set)
		}
	}
}

// exchanged returns req with the cookies that the jar has now, and without those that were
// taken from it before. The caller's own cookies stay.
func exchanged(req *http.Request, before, now []*http.Cookie) *http.Request {
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
	req = Writable(req)
	req.Header.Del("Cookie")
	for _, c := range sent {
		req.AddCookie(c)
	}
	return req
}

// lastIndex returns the last index in all of a cookie with the name and value of c, -1
// without one. The jar's cookies come after the caller's.
func lastIndex(all []*http.Cookie, c *http.Cookie) int {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Name == c.Name && all[i].Value == c.Value {
			return i
		}
	}
	return -1
}
