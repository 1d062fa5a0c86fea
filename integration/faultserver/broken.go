package faultserver

import "io"

// ResetAtAccept breaks a connection as soon as it is accepted. The client may
// notice while it still dials.
func ResetAtAccept() Step { return AtAccept((*Conn).Reset) }

// SilentAtAccept accepts and never says or reads a byte: a TLS handshake stalls.
func SilentAtAccept() Step { return AtAccept((*Conn).Silence) }

// ResetAtFirstByte breaks a connection when a request begins to arrive.
func ResetAtFirstByte() Step {
	return Do(func(c *Conn) bool {
		c.Reset()
		return false
	})
}

// ResetInBody breaks the connection after n bytes of the request's body.
func ResetInBody(n int64) Step {
	return Do(func(c *Conn) bool {
		if req, _, err := c.Head(); err == nil {
			_, _ = io.CopyN(io.Discard, req.Body, n)
			c.Reset()
		}
		return false
	})
}

// ResetInHead breaks the connection after the first n bytes of a response.
func ResetInHead(n int) Step {
	return Do(func(c *Conn) bool {
		if _, ok := c.Request(); ok && c.Say(WholeAnswer[:n]) {
			c.Reset()
		}
		return false
	})
}

// CutHead ends the connection in order after the first n bytes of a response.
func CutHead(n int) Step { return Raw(WholeAnswer[:n]) }

// WholeAnswer is what [ResetInHead] and [CutHead] send a part of, and
// WholeHead the length of its head.
const (
	WholeAnswer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
	WholeHead   = len(WholeAnswer) - len("{}")
)

// CloseUnanswered reads the request and closes without a byte. On a connection
// that has carried an answer before, that is the race every pool runs into.
func CloseUnanswered() Step {
	return Do(func(c *Conn) bool {
		_, _ = c.Request()
		return false
	})
}
