package engine

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"reflect"
	"strings"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/retryafter"
)

// CheckResponse is the error of a status that its call does not allow, nil of any other.
func CheckResponse(resp *http.Response) *httperror.Error {
	record := call.Of(resp)
	kind := httperror.KindOfStatus(resp.StatusCode)
	if kind == "" || record != nil && record.Allowed(resp.StatusCode) {
		return nil
	}
	if record != nil {
		if c, ok := record.Settings.Owner.(*Core); ok {
			return c.statusError(record, resp)
		}
	}
	return Describe(record, resp, kind, ReadError(resp))
}

// statusError makes the error of a status that is none of the allowed. It reads
// and closes the body: the whole of it for ErrorInto, else its first bytes.
func (c *Core) statusError(record *call.Call, resp *http.Response) *httperror.Error {
	c.DecodeKnown(resp)
	if opts := callconfig.Of(record); opts != nil && opts.ErrorInto != nil && resp.Body != nil {
		return c.intoTarget(record, resp)
	}
	return Describe(record, resp, record.KindOf(resp), ReadError(resp))
}

// ReadError reads the first bytes of an error's body and closes it.
func ReadError(resp *http.Response) []byte {
	if resp.Body == nil {
		return nil
	}
	body, _ := io.ReadAll(io.LimitReader(resp.Body, httperror.MaxBody)) // what arrived is what there is
	_ = resp.Body.Close()
	return body
}

// Describe makes the error of a response whose first bytes are body.
func Describe(record *call.Call, resp *http.Response, kind httperror.Kind, body []byte) *httperror.Error {
	var names *redact.Names
	if record != nil {
		names = record.Names
	}
	e := &httperror.Error{
		Kind:       kind,
		Delivery:   httperror.Answered,
		StatusCode: resp.StatusCode,
		Status:     resp.Status,
		Header:     names.ResponseHeader(resp.Header),
		Body:       firstBytes(body),
		Problem:    httperror.ParseProblem(resp.Header.Get("Content-Type"), body),
	}
	e.RetryAfter, _ = retryafter.Of(resp.Header, time.Now())
	if req := resp.Request; req != nil {
		e.Method, e.URL = strings.ToUpper(req.Method), names.URL(req.URL)
	}
	if record != nil {
		record.Fill(e)
	}
	return e
}

// firstBytes are those of a body that an error keeps.
func firstBytes(body []byte) []byte {
	if len(body) > httperror.MaxBody {
		return bytes.Clone(body[:httperror.MaxBody]) // not the memory of the rest
	}
	return body[:len(body):len(body)]
}

// Bare finds the call's error in what net/http returned. What net/http refuses
// by itself, before the chain, is a request that cannot be made.
func (c *Core) Bare(record *call.Call, err error) *httperror.Error {
	if e, ok := errors.AsType[*httperror.Error](err); ok {
		return e
	}
	e := record.Typed(err)
	if record.Attempts() == 0 && e.Kind == httperror.Unknown {
		e.Kind = httperror.Request
	}
	return e
}

// intoTarget makes the error of a status whose whole body the caller wants. It reads
// and closes the body.
func (c *Core) intoTarget(record *call.Call, resp *http.Response) *httperror.Error {
	limit := c.MaxResponse
	if limit == 0 {
		limit = math.MaxInt64 - 1
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	_ = resp.Body.Close()
	if err == nil && int64(len(data)) <= limit {
		c.DecodeError(record, resp.Header.Get("Content-Type"), data)
	}
	return Describe(record, resp, record.KindOf(resp), data)
}

// DecodeError decodes the whole body of an error into the target of ErrorInto. What
// cannot be decoded leaves the target as it is: the error is the status.
func (c *Core) DecodeError(record *call.Call, contentType string, data []byte) {
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

// inURLError is an error of a client that HTTP or R has made. net/http, or resty,
// puts it into a [url.Error], whose text begins with the method and the URL: the
// text of this one has neither.
type inURLError struct{ err *httperror.Error }

// InURLError is e, for a [url.Error] to hold.
func InURLError(e *httperror.Error) error { return inURLError{e} }

// Error returns the line of the [httperror.Error] without method and URL.
func (e inURLError) Error() string {
	brief := *e.err
	brief.Method, brief.URL = "", ""
	return brief.Error()
}

// Format prints that line for every verb.
func (e inURLError) Format(f fmt.State, verb rune) {
	brief := *e.err
	brief.Method, brief.URL = "", ""
	brief.Format(f, verb)
}

// Unwrap returns the [httperror.Error].
func (e inURLError) Unwrap() error { return e.err }
