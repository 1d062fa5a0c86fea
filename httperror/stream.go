package httperror

import (
	"errors"
	"reflect"
	"strings"
)

// The codes of HTTP/2 stream errors that say more than that the stream is over
// (RFC 9113, section 7).
const (
	codeProtocol    = 0x1
	codeFrameSize   = 0x6
	codeRefused     = 0x7
	codeCompression = 0x9
)

// RefusedStream reports whether err is the stream error of an HTTP/2 server that
// refused the stream before it processed anything of it (RFC 9113, section 8.7).
func RefusedStream(err error) bool {
	code, ok := streamCode(err)
	return ok && code == codeRefused
}

// RefusedStreamNetHTTP is [RefusedStream] for an error that is known to come from
// a [http.Transport], and asks its text as well.
func RefusedStreamNetHTTP(err error) bool {
	return err != nil && (RefusedStream(err) || strings.Contains(err.Error(), "REFUSED_STREAM"))
}

// streamError has the fields of the stream errors of HTTP/2. The type in net/http
// has no name, and lets errors.As fill a struct with these fields.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (streamError) Error() string { return "stream error" }

// streamCode is the code of a stream error in err: that of net/http, or that of
// golang.org/x/net/http2, which is known by its fields.
func streamCode(err error) (code uint64, ok bool) {
	var e streamError
	if errors.As(err, &e) {
		return uint64(e.Code), true
	}
	for ; err != nil; err = errors.Unwrap(err) {
		v := reflect.ValueOf(err)
		if v.Kind() != reflect.Struct || v.Type().Name() != "StreamError" {
			continue
		}
		if f := v.FieldByName("Code"); f.IsValid() && f.CanUint() && v.FieldByName("StreamID").IsValid() {
			return f.Uint(), true
		}
	}
	return 0, false
}
