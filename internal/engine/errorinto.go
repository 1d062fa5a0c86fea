package engine

import (
	"io"
	"math"
	"net/http"
	"reflect"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
)

// intoTarget makes the error of a status whose body ErrorInto decodes. It reads the whole
// body and closes it.
func (c *Core) intoTarget(record *call.Call, resp *http.Response) *httperror.Error {
	limit := c.MaxResponse
	if limit == 0 {
		limit = math.MaxInt64 - 1
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	_ = resp.Body.Close()
	if err == nil && int64(len(data)) <= limit {
		c.DecodeErrorInto(record, resp.Header.Get("Content-Type"), data)
	}
	return ResponseError(record, resp, record.KindOf(resp), data)
}

// DecodeErrorInto decodes data, the whole body of an error, into the target of ErrorInto.
// A body that cannot be decoded leaves the target as it is: the error of the call is the
// status.
func (c *Core) DecodeErrorInto(record *call.Call, contentType string, data []byte) {
	opts := callconfig.Of(record)
	if opts == nil || opts.ErrorInto == nil {
		return
	}
	switch to := opts.ErrorInto.(type) {
	case *[]byte:
		*to = data
		return
	case *string:
		*to = string(data)
		return
	}
	target := reflect.ValueOf(opts.ErrorInto).Elem()
	fresh := reflect.New(target.Type())
	if c.Codecs.Unmarshal(contentType, data, fresh.Interface()) == nil {
		target.Set(fresh.Elem())
	}
}
