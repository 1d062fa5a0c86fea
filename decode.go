package outbound

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"unsafe"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
)

// decode puts the answer into v, a *T, and closes the body.
func (x exchange) decode(v any) *HTTPError {
	body := x.call.Take(x.resp, x.maxResponse)
	defer body.Close()
	if bodiless(x.resp) {
		return nil
	}
	if _, discard := v.(*struct{}); discard {
		n, err := io.Copy(io.Discard, body)
		x.call.Bytes = n
		if err != nil {
			return x.bare(x.call, err)
		}
		return nil
	}
	data, lent, err := read(body, x.resp.ContentLength, x.maxResponse)
	x.call.Bytes = int64(len(data))
	if err != nil {
		return x.bare(x.call, err)
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

// read returns the whole body. What was read ahead is lent until the body is
// closed; a known length is allocated once.
func read(body *callinfo.Body, length, limit int64) (data []byte, lent bool, err error) {
	if data, ok := body.Whole(); ok {
		return data, true, nil
	}
	if length <= 0 || limit > 0 && length > limit {
		data, err = io.ReadAll(body)
		return data, false, err
	}
	buf := bytes.NewBuffer(make([]byte, 0, length+bytes.MinRead))
	_, err = buf.ReadFrom(body)
	return buf.Bytes(), false, err
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
