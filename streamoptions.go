package outbound

import (
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"example.com/outbound/internal/callkey"
	"example.com/outbound/internal/upload"
)

// Stream returns the body unread, as a stream of any length. The bounds of the
// call and of the attempt end with the headers. The context of the caller stays
// in force, and so does a [WithBodyIdleTimeout] or [BodyIdle] that was given. A
// status of 400 to 599 is still an error, and through [Client.HTTP] a response.
func Stream() CallOption { return func(c *callConfig) { c.Options.Stream = true } }

// BodyIdle bounds the time without a byte of this call's response body, like
// [WithBodyIdleTimeout]. Zero means no bound.
func BodyIdle(d time.Duration) CallOption {
	return func(c *callConfig) {
		if d < 0 {
			c.Problems = append(c.Problems, fmt.Errorf("BodyIdle: %v is negative; 0 means no bound", d))
		}
		c.Options.Idle, c.Options.HasIdle = d, true
	}
}

// Progress tells f how many bytes of a body have gone, and of how many, -1 if that
// is not known: of the request body while it is sent, then of the response body
// while it is read. It is called from the goroutine that reads, for every part; an
// attempt that is sent again begins anew.
func Progress(f func(done, total int64)) CallOption {
	return func(c *callConfig) { c.Progress = f }
}

// Spill keeps a request body that can be read once for another attempt: up to
// [SpillMemory] bytes in memory, more in a file without a name in dir ("" is the
// system's), at most max bytes. A longer body is sent once. The call closes the
// body at its end.
func Spill(dir string, max int64) CallOption {
	return func(c *callConfig) {
		if max <= 0 {
			c.Problems = append(c.Problems, fmt.Errorf("Spill: a bound of %d bytes keeps nothing", max))
		}
		c.Spill, c.SpillDir = max, dir
	}
}

// SpillMemory is how much of a body [Spill] keeps in memory.
const SpillMemory = upload.SpillMemory

// Resume continues the body of a GET through [Client.Do], and of a download of
// package stream, where it breaks off: the rest is asked for with Range, if the
// server names a strong validator (ETag, or Last-Modified that is a second older
// than Date; RFC 9110, section 8.8). The answer is compared with what was asked for: a
// resource that has changed in between is an error of kind body, never a splice, and a
// part that ends too early is continued. Each continuation is a call of its own, up to
// four in a row that bring no byte, with growing waits.
//
// After a redirect the last address is asked for the rest; where that answers with a
// status of kind client_status, as a signed URL does that has expired, the first one
// is. The answer is asked for without a content coding; one that has a coding all the
// same is decoded, and not continued.
//
// Elsewhere it is an error of kind request.
func Resume() CallOption { return func(c *callConfig) { c.Resume = true } }

// Method makes a call of package stream, or of [Client.Do], with another verb and
// body than the GET, or the request, that it has: an event stream that is asked
// for by POST. The body is one of [Call]; one with readers can be used for one request, so
// that an event stream that reconnects needs a value, a []byte or a string. Elsewhere
// it is an error of kind request.
func Method(verb string, body any) CallOption {
	plain, read := plainBody(body), new(atomic.Bool)
	return func(c *callConfig) { c.Method, c.Body, c.BodyRead = strings.ToUpper(verb), plain, read }
}

func init() {
	callkey.Crossed = func(meta any) bool { return meta.(ResponseMeta).crossed }
	callkey.Unmarshal = func(c any, contentType string, data []byte, v any) error {
		return c.(*Client).core.Codecs.Unmarshal(contentType, data, v)
	}
}
