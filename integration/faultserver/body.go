package faultserver

import (
	"fmt"
	"time"
)

// LongLength declares more bytes than it sends.
func LongLength(declared int, body string) Step {
	return Raw(head(200, "Content-Type", "application/json", "Content-Length", fmt.Sprint(declared)) + body)
}

// EndlessChunked sends one chunk and ends without the last one.
func EndlessChunked(chunk string) Step {
	return Raw(head(200, "Content-Type", "application/json", "Transfer-Encoding", "chunked") +
		fmt.Sprintf("%x\r\n%s\r\n", len(chunk), chunk))
}

// BadChunk sends a chunk whose size is not a number.
func BadChunk() Step {
	return Raw(head(200, "Content-Type", "application/json", "Transfer-Encoding", "chunked") + "zz\r\n{}\r\n0\r\n\r\n")
}

// Stall sends half of body, declares all of it, and is silent until the client
// hangs up.
func Stall(body string) Step {
	return Do(func(c *Conn) bool {
		if _, ok := c.Request(); ok && c.Say(jsonHead(body)+body[:len(body)/2]) {
			c.Silence()
		}
		return false
	})
}

// Drip sends body one byte at a time.
func Drip(body string, every time.Duration) Step {
	return Do(func(c *Conn) bool {
		if _, ok := c.Request(); !ok || !c.Say(jsonHead(body)) {
			return false
		}
		for i := range len(body) {
			if !c.Pause(every) || !c.Say(body[i:i+1]) {
				return false
			}
		}
		return true
	})
}

// BodyAfter sends code, which allows no body, with one.
func BodyAfter(code int, body string) Step {
	return Raw(head(code, "Content-Length", fmt.Sprint(len(body))) + body)
}

func jsonHead(body string) string {
	return head(200, "Content-Type", "application/json", "Content-Length", fmt.Sprint(len(body)))
}
