package stream_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/retry"
)

// Each stream is broken after every byte of an answer, in every way, and what the
// server answers next is right, or another fault. What arrives is what was sent, or
// the beginning of it and an error.
func TestAStreamThatIsBrokenAnywhereLosesNothingAndRepeatsNothing(t *testing.T) {
	for _, s := range subjects {
		for how, end := range endings {
			for next, answer := range nexts {
				if next != "as it should" && how != "cut off" {
					continue
				}
				t.Run(fmt.Sprintf("%s, %s, then answered %s", s.name, how, next), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) { s.breakEverywhere(t, end, next, answer) })
				})
			}
		}
	}
}

var endings = map[string]ending{"cut off": cutOff, "reset": reset, "stalled": stalled}

// nexts are the answers to the request after the broken one, made of the right one.
var nexts = map[string]func(n int, req *http.Request, right string) string{
	"as it should": func(_ int, _ *http.Request, right string) string { return right },
	"by a page": func(int, *http.Request, string) string {
		return withLength("200 OK", "Content-Type: text/html\r\n", page)
	},
	"by 401":        func(int, *http.Request, string) string { return withLength("401 Unauthorized", "", "who are you?") },
	"by 503":        onceBusy,
	"compressed":    func(_ int, _ *http.Request, right string) string { return compressed(right) },
	"by a redirect": toExpired,
}

const page = "<html><p>please sign in</p></html>"

// breakEverywhere breaks exchange s.target after each of its bytes.
func (s subject) breakEverywhere(t *testing.T, end ending, next string, answer func(int, *http.Request, string) string) {
	policy := retry.Policy{Attempts: 3, Wait: retry.Constant(time.Second), Jitter: retry.NoJitter}
	length, head := 1, 0
	for n := 0; n < length; n++ {
		if n > 0 && n < head-1 && (s.inBody || next != "as it should") {
			n = head - 1 // a head that breaks off is no answer, wherever it does
		}
		w := &wire{answer: func(x int, req *http.Request) reply {
			right := s.answer(x, req)
			switch {
			case x == s.target:
				length, head = len(right), strings.Index(right, "\r\n\r\n")+4
				return reply{right[:n], end}
			case x > s.target:
				return reply{answer(x-s.target-1, req, right), cutOff}
			}
			return reply{right, cutOff}
		}}
		c := w.client(t, outbound.WithRetry(policy), outbound.WithBodyIdleTimeout(time.Minute), outbound.WithAttemptTimeout(10*time.Second))
		got, err := s.read(t, c)
		where := fmt.Sprintf("after %d of %d bytes", n, length)
		_, typed := errors.AsType[*outbound.HTTPError](err)
		switch {
		case err == nil && n < head && next == "by a page" && got == page: // a file may be one
		case !strings.HasPrefix(s.want, got):
			t.Errorf("%s: got %q, which was not sent: %q", where, got, s.want)
		case err == nil && got != s.want:
			t.Errorf("%s: got %q of %q and no error", where, got, s.want)
		case err != nil && !typed:
			t.Errorf("%s: got %v (%T), want an *HTTPError", where, err, err)
		case err != nil && s.goesOn(n, head, next):
			t.Errorf("%s: got %q, %v, want all of it", where, got, err)
		}
		_ = c.Close()
		synctest.Wait()
		w.wantClosed(t)
		if t.Failed() {
			return
		}
	}
}

// onceBusy says 503 first, and when to come back.
func onceBusy(n int, _ *http.Request, right string) string {
	if n > 0 {
		return right
	}
	return withLength("503 Service Unavailable", "Retry-After: 2\r\n", "busy")
}

// toExpired redirects to a URL of another host that has expired.
func toExpired(_ int, req *http.Request, _ string) string {
	if req.URL.Query().Get("sig") == "old" {
		return withLength("403 Forbidden", "", "expired")
	}
	return withLength("302 Found", "Location: http://files.test/blob?sig=old\r\n", "")
}
