package faultserver

import (
	"fmt"
	"time"
)

// Unasked answers with the target of the request as a JSON string, and sends a
// second answer at once, which nobody asked for.
func Unasked(second string) Step {
	return Do(func(c *Conn) bool {
		req, ok := c.Request()
		if !ok {
			return false
		}
		return c.Say(jsonAnswer(fmt.Sprintf("%q", req.RequestURI)) + jsonAnswer(second))
	})
}

// Echo answers with the target of the request as a JSON string.
func Echo() Step {
	return Do(func(c *Conn) bool {
		req, ok := c.Request()
		return ok && c.Say(jsonAnswer(fmt.Sprintf("%q", req.RequestURI)))
	})
}

// Late answers with body after d.
func Late(d time.Duration, body string) Step {
	return Do(func(c *Conn) bool {
		_, ok := c.Request()
		return ok && c.Pause(d) && c.Say(jsonAnswer(body))
	})
}

func jsonAnswer(body string) string { return jsonHead(body) + body }
