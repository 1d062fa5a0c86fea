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

// Progress calls f while a body is transferred, with the number of bytes so far and the
// length of the body, -1 if that is not known: for the request body while it is sent, then
// for the response body while it is read. The goroutine that reads the body calls f after
// each read. In each attempt the request body is counted from 0.
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

// Resume continues the body of a GET through [Client.Do], and of a download of package
// stream, after it has broken off. The client requests the rest with Range, if the
// response has a strong validator (ETag, or Last-Modified that is a second older than
// Date; RFC 9110, section 8.8). If the resource has changed in between, reading fails
// with an error of kind body; parts of two versions are never joined. Each continuation
// is a call of its own. One that breaks off or ends too early is continued too. After
// four in a row that bring no byte, with growing waits, reading fails.
//
// After a redirect the client requests the rest from the last URL. If that answers with a
// status of kind client_status, as a signed URL does that has expired, it requests the
// rest from the first URL. The request asks for no content coding; a response that has a
// coding all the same is decoded, and not continued.
//
// With another method or entry point Resume is an error of kind request.
func Resume() CallOption { return func(c *callConfig) { c.Resume = true } }

// Method makes a call of package stream use another method than GET, and a body: for
// example for events that a server sends in answer to a POST. For a call of [Client.Do] it
// replaces the method and the body of the request. The body is one that [Call] takes. A
// body with readers can be sent by one request only, so an event stream that reconnects
// needs a value, a []byte or a string. With another entry point Method is an error of kind
// request.
func Method(verb string, body any) CallOption {
	plain, read := plainBody(body), new(atomic.Bool)
	return func(c *callConfig) { c.Method, c.Body, c.BodyRead = strings.ToUpper(verb), plain, read }
}

// init gives package stream two functions, whose argument types are the root's: package
// callkey cannot import them.
func init() {
	callkey.Crossed = func(meta any) bool { return meta.(ResponseMeta).crossed }
	callkey.Unmarshal = func(c any, contentType string, data []byte, v any) error {
		return c.(*Client).core.Codecs.Unmarshal(contentType, data, v)
	}
}
