package outbound

import (
	"io"
	"math"
	"net/http"
	"reflect"

	"example.com/outbound/internal/call"
)

// intoTarget makes the error of a status whose whole body the caller wants. It reads
// and closes the body.
func (c *core) intoTarget(record *call.Call, resp *http.Response) *HTTPError {
	limit := c.maxResponse
	if limit == 0 {
		limit = math.MaxInt64 - 1
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	_ = resp.Body.Close()
	if err == nil && int64(len(data)) <= limit {
		c.decodeError(record, resp.Header.Get("Content-Type"), data)
	}
	return describe(record, resp, record.KindOf(resp), data)
}

// decodeError decodes the whole body of an error into the target of [ErrorInto]. What
// cannot be decoded leaves the target as it is: the error is the status.
func (c *core) decodeError(record *call.Call, contentType string, data []byte) {
	opts := optionsOf(record)
	if opts == nil || opts.errorInto == nil {
		return
	}
	switch to := opts.errorInto.(type) {
	case *[]byte:
		*to = data
		return
	case *string:
		*to = string(data)
		return
	}
	target := reflect.ValueOf(opts.errorInto).Elem()
	fresh := reflect.New(target.Type())
	if c.codecs.Unmarshal(contentType, data, fresh.Interface()) == nil {
		target.Set(fresh.Elem())
	}
}

// isTarget reports whether a value can be decoded into v.
func isTarget(v any) bool {
	p := reflect.ValueOf(v)
	return p.Kind() == reflect.Pointer && !p.IsNil()
}
