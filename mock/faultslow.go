package mock

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/outbound/internal/memnet"
)

// SlowBody is an answer whose body comes one byte at a time, with a pause before
// each.
func SlowBody(code int, body string, pause time.Duration) Reply {
	return dripping(code, "slow body", body, func(c *memnet.Conn, i int) bool { return c.Wait(pause) })
}

// StalledBody is an answer that announces body and falls silent after n bytes of
// it: kind timeout, when the bound on silence passes.
func StalledBody(code int, body string, n int) Reply {
	return dripping(code, "stalled body", body, func(c *memnet.Conn, i int) bool {
		if i >= n {
			<-c.Closed()
		}
		return i < n
	})
}

// RateLimited is a 429 that asks to wait, in whole seconds, rounded up.
func RateLimited(wait time.Duration) Reply {
	seconds := (wait + time.Second - 1) / time.Second
	return Status(http.StatusTooManyRequests).With("Retry-After", strconv.FormatInt(int64(seconds), 10))
}

// dripping is an answer that asks next before every byte of its body.
func dripping(code int, what, body string, next func(c *memnet.Conn, i int) bool) Reply {
	return coded(code, " "+what, func(c *memnet.Conn, head http.Header, req *http.Request) {
		writeAnswer(c, code, head, textPlain, req, int64(len(body)), strings.NewReader(""))
		if !bodied(code) || req.Method == http.MethodHead {
			return
		}
		for i := range len(body) {
			if !next(c, i) {
				return
			}
			if _, err := io.WriteString(c.Server, body[i:i+1]); err != nil {
				return
			}
		}
	})
}
