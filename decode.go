package outbound

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unsafe"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
)

// decode puts the answer into v, a *T, and closes the body.
func (x exchange) decode(v any) *HTTPError {
	defer x.resp.Body.Close()
	if bodiless(x.resp) {
		return nil
	}
	if _, discard := v.(*struct{}); discard {
		n, err := io.Copy(io.Discard, x.resp.Body)
		x.call.Bytes = n
		if x.maxResponse > 0 && n > x.maxResponse {
			err = errTooLarge(x.maxResponse)
		}
		if err != nil {
			return x.call.BodyError(err)
		}
		return nil
	}
	data, lent, err := read(x.resp, x.maxResponse)
	x.call.Bytes = int64(len(data))
	if err != nil {
		return x.call.BodyError(err)
	}
	_, raw := v.(*[]byte)
	_, text := v.(*string)
	if lent && (raw || text || x.codec.unmarshal != nil || len(x.config.resty) > 0) {
		data = bytes.Clone(data) // another codec may keep parts of it
	}
	switch to := v.(type) {
	case *[]byte:
		*to = data
		return nil
	case *string:
		*to = unsafe.String(unsafe.SliceData(data), len(data)) // ours alone, and written no more
		return nil
	}
	if err := unpack(x.rc.JSONUnmarshal, x.resp.Header.Get("Content-Type"), data, v); err != nil {
		return x.undecodable(x.call, x.resp, bytes.Clone(data), err)
	}
	return nil
}

// undecodable makes the error of a body that is not what was asked for.
func (c *core) undecodable(call *callinfo.Call, resp *http.Response, data []byte, err error) *HTTPError {
	var e *HTTPError
	if errors.As(err, &e) { // the codec of resty makes one
		err = e.Err
	}
	e = describe(call, resp, httperror.Decode, data)
	e.Err = err
	return e
}

// bodiless reports whether the answer has no body by definition (RFC 9110,
// sections 9.3.2, 15.3.5, 15.3.6 and 15.4.5).
func bodiless(resp *http.Response) bool {
	switch resp.StatusCode {
	case http.StatusNoContent, http.StatusResetContent, http.StatusNotModified:
		return true
	}
	return resp.Request != nil && resp.Request.Method == http.MethodHead
}

// trustedLength is the most memory that is taken at once because a server has
// announced a body of that length.
const trustedLength = 64 << 20

// read returns the whole body, at most limit bytes, 0 = no bound. A body that was
// read ahead is lent until it is closed. A length that is announced is allocated
// once, where the limit vouches for it.
func read(resp *http.Response, limit int64) (data []byte, lent bool, err error) {
	if data, ok := callinfo.Whole(resp); ok {
		if limit > 0 && int64(len(data)) > limit {
			return nil, false, errTooLarge(limit)
		}
		return data, true, nil
	}
	first := int64(bytes.MinRead)
	if length := resp.ContentLength; length > 0 && (limit == 0 || length <= limit) {
		first += min(length, trusted(limit))
	}
	buf := make([]byte, 0, first)
	for {
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, cap(buf))
		}
		n, err := resp.Body.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case limit > 0 && int64(len(buf)) > limit:
			return nil, false, errTooLarge(limit)
		case err == io.EOF:
			return buf, false, nil
		case err != nil:
			return buf, false, err
		}
	}
}

// trusted is how much of an announced length is allocated before a byte of it
// has come.
func trusted(limit int64) int64 {
	if limit == 0 {
		return 1 << 20
	}
	return trustedLength
}

var errEmpty = errors.New("the body is empty")

// unpack decodes data, which the server calls a contentType, into v by JSON. A
// type that is not JSON is refused unless it says nothing (absent, text/plain,
// octet-stream): a page of HTML is never a zero struct.
func unpack(unmarshal func([]byte, any) error, contentType string, data []byte, v any) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return errEmpty
	}
	if mt, ok := foreignType(contentType); ok {
		return fmt.Errorf("the body is %s, not JSON", mt)
	}
	if err := unmarshal(data, v); err != nil {
		return decodeError(err)
	}
	return nil
}

func foreignType(contentType string) (string, bool) {
	if contentType == typeJSON || contentType == typeJSON+"; charset=utf-8" { // as nearly all say
		return "", false
	}
	mt, _, err := mime.ParseMediaType(contentType)
	if err != nil || mt == typeJSON || mt == typeRaw || mt == "text/plain" || mt == "text/json" || strings.HasSuffix(mt, "+json") {
		return "", false
	}
	return mt, true
}
