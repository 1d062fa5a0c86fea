package faultserver

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Raw reads the request, sends text as it is and ends the connection.
func Raw(text string) Step {
	return Do(func(c *Conn) bool {
		if _, ok := c.Request(); ok {
			c.Say(text)
			c.finish()
		}
		return false
	})
}

// Answer is a whole response and leaves the connection open. header holds
// names and values by turns.
func Answer(code int, body string, header ...string) Step {
	return Do(func(c *Conn) bool {
		req, ok := c.Request()
		if !ok {
			return false
		}
		text := head(code, append(header, "Content-Length", fmt.Sprint(len(body)))...)
		if req.Method != http.MethodHead {
			text += body
		}
		return c.Say(text)
	})
}

// BadRequest answers 400 to whatever comes, unread: so does a plain HTTP server
// to a TLS handshake.
func BadRequest() Step {
	return Do(func(c *Conn) bool {
		if c.Say(head(http.StatusBadRequest, "Connection", "close")) {
			c.finish()
		}
		return false
	})
}

// JSON is a 200 with a JSON body.
func JSON(body string) Step { return Answer(http.StatusOK, body, "Content-Type", "application/json") }

// Status is an answer without a body. codes outside 100 to 999 go out as given.
func Status(code int, header ...string) Step { return Answer(code, "", header...) }

// Garbage answers in another protocol.
func Garbage() Step { return Raw("SSH-2.0-OpenSSH_9.6\r\n") }

// HugeHead answers with more than size bytes of header fields.
func HugeHead(size int) Step {
	field := "X-Pad: " + strings.Repeat("a", 1000) + "\r\n"
	return Raw("HTTP/1.1 200 OK\r\n" + strings.Repeat(field, size/len(field)+1) + "Content-Length: 0\r\n\r\n")
}

// DripHead sends header fields one byte at a time and never ends.
func DripHead(every time.Duration) Step {
	return Do(func(c *Conn) bool {
		if _, ok := c.Request(); !ok || !c.Say("HTTP/1.1 200 OK\r\nX-Drip: ") {
			return false
		}
		for c.Pause(every) && c.Say("a") {
		}
		return false
	})
}

// Never reads the request and is silent until the client hangs up.
func Never() Step {
	return Do(func(c *Conn) bool {
		if _, ok := c.Request(); ok {
			c.Silence()
		}
		return false
	})
}

// Informational sends 103 after 103 until the client hangs up.
func Informational() Step {
	return Do(func(c *Conn) bool {
		if _, ok := c.Request(); !ok {
			return false
		}
		early := strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n", 100)
		for c.Say(early) {
		}
		return false
	})
}

// SwitchingProtocols answers 101, which nobody asked for, and is silent.
func SwitchingProtocols() Step {
	return Do(func(c *Conn) bool {
		if _, ok := c.Request(); ok && c.Say(head(101, "Connection", "Upgrade", "Upgrade", "echo")) {
			c.Silence()
		}
		return false
	})
}

// Early answers with code before a byte of the body is read, and then ends.
func Early(code int) Step {
	return Do(func(c *Conn) bool {
		if _, _, err := c.Head(); err == nil && c.Say(head(code, "Content-Length", "0", "Connection", "close")) {
			_ = c.raw.CloseWrite()
			_, _ = io.Copy(io.Discard, c.r)
		}
		return false
	})
}
