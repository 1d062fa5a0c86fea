package call

import (
	"mime"
	"net/http"
	"strings"

	"example.com/outbound/httperror"
)

// smallBody is the largest request body that counts as sent once a response is
// there: it fits into the buffers on the way.
const smallBody = 64 << 10

// aheadOf is how many bytes of a response are read inside the attempt: none of a
// stream. If the caller reads the body, a body of unknown or large length is not read
// either: the caller may want its bytes as they arrive.
func (c *Call) aheadOf(a *Attempt, req *http.Request, resp *http.Response, kind httperror.Kind, limit int64) int64 {
	switch {
	case limit <= 0 || kind == "" && c.Options.Stream || req.Method == http.MethodConnect || IsStream(resp.Header):
		return 0
	case !c.ReadsWhole() && (resp.ContentLength < 0 || resp.ContentLength > limit):
		return 0
	case c.stillSending(a, req):
		return 0
	}
	return limit
}

// stillSending reports whether the response has come while the request body is
// on its way: both may wait for each other.
func (c *Call) stillSending(a *Attempt, req *http.Request) bool {
	if req.Body == nil || req.Body == http.NoBody || 0 < req.ContentLength && req.ContentLength <= smallBody {
		return false
	}
	e := a.evidence.Load()
	return e != nil && !e.Written()
}

// lengthOf is the length of the body that follows, -1 if it is not known.
func lengthOf(req *http.Request, resp *http.Response) int64 {
	if req.Method == http.MethodHead {
		return 0
	}
	return resp.ContentLength
}

// isEmpty reports whether no byte of the body follows: by the verb or the status
// (RFC 9110, sections 9.3.2, 15.3.5 and 15.4.5), or because net/http says so.
func isEmpty(a *Attempt, resp *http.Response) bool {
	switch {
	case resp.StatusCode == http.StatusNoContent, resp.StatusCode == http.StatusNotModified,
		resp.Request != nil && strings.EqualFold(resp.Request.Method, http.MethodHead):
		return true
	}
	return a.body.IsNone() || a.evidence.Load() != nil && resp.ContentLength == 0
}

// IsStream reports whether the media type says that the body is a sequence of
// messages, which a caller reads one by one as they arrive.
func IsStream(h http.Header) bool {
	ct := h.Get("Content-Type")
	if ct == "" || ct == "application/json" {
		return false
	}
	mt, _, err := mime.ParseMediaType(ct)
	if err != nil {
		mt, _, _ = strings.Cut(ct, ";")
		mt = strings.ToLower(strings.TrimSpace(mt))
	}
	switch mt {
	case "text/event-stream", "multipart/x-mixed-replace",
		"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/json-seq":
		return true
	}
	return strings.HasPrefix(mt, "application/grpc") || strings.HasPrefix(mt, "application/connect")
}

// Peek lets f read what was read ahead of resp's body, and rewinds it.
func Peek(resp *http.Response, f func() bool) bool {
	if b := bodyOf(resp); b != nil {
		return b.Peek(f)
	}
	return f()
}

// ReadShort reads a body of an announced short length into memory that other calls
// use again, for [Whole].
func ReadShort(resp *http.Response) {
	if b := bodyOf(resp); b != nil {
		b.ReadShort(resp.ContentLength)
	}
}

// Whole is the body of resp if all of it was read ahead and nothing delivered. The
// bytes are valid until the body is closed.
func Whole(resp *http.Response) ([]byte, bool) {
	if b := bodyOf(resp); b != nil {
		return b.Whole()
	}
	return nil, false
}
