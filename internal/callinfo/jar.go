package callinfo

import "net/http"

// SetJar notes the jar of the http.Client that the current hop has come through,
// nil without one, and the cookies that net/http has taken from it for the hop.
func (c *Call) SetJar(jar http.CookieJar, taken []*http.Cookie) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if jar != nil || c.details != nil {
		d := c.more()
		d.jar, d.taken = jar, taken
	}
}

// Jar is what SetJar has noted, nil without one or without a record.
func (c *Call) Jar() http.CookieJar {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.details == nil {
		return nil
	}
	return c.details.jar
}

// Take notes cookies that were taken from the jar for a send of the current hop.
// It returns all that were taken before.
func (c *Call) Take(now []*http.Cookie) (before []*http.Cookie) {
	c.mu.Lock()
	defer c.mu.Unlock()
	before = c.details.taken
	c.details.taken = append(before[:len(before):len(before)], now...)
	return before
}
