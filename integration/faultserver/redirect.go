package faultserver

import "net/http"

// Redirect answers with code and a Location. An empty location sends no such
// field, which RFC 9110, section 15.4, allows.
func Redirect(code int, location string) Step {
	header := []string{"Location", location}
	if location == "" {
		header = nil
	}
	return Answer(code, "", header...)
}

// Loop answers every request with a redirect to where it was sent.
func Loop() Step {
	return Do(func(c *Conn) bool {
		req, ok := c.Request()
		return ok && c.Say(head(http.StatusFound, "Location", req.RequestURI, "Content-Length", "0"))
	})
}
