package engine

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/printable"
	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/request"
	"example.com/outbound/internal/retryafter"
	"example.com/outbound/internal/sentence"
)

// CheckResponse returns the error of a status of 400 to 599 that the call of resp does
// not allow, nil for any other response.
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
	return ResponseError(record, resp, kind, ReadErrorBody(resp))
}

// statusError makes the error of a status that the call does not allow. It reads and
// closes the body: the whole of it for ErrorInto, else its first bytes.
func (c *Core) statusError(record *call.Call, resp *http.Response) *httperror.Error {
	c.DecodeKnown(resp)
	if opts := callconfig.Of(record); opts != nil && opts.ErrorInto != nil && resp.Body != nil {
		return c.intoTarget(record, resp)
	}
	return ResponseError(record, resp, record.KindOf(resp), ReadErrorBody(resp))
}

// noValue returns the error of a typed call whose body cannot be decoded: the body begins
// with data, and decoding it has failed with err. For an allowed status of 400 to 599 it
// returns nil if the body is empty or of another type, as most bodies of errors are.
func (x *Exchange) noValue(data []byte, err error) *httperror.Error {
	if IsErrorStatus(x.resp) && codec.HasNoValue(err) {
		return nil
	}
	return x.Undecodable(x.Call, x.resp, data, err)
}

// Undecodable makes the error of kind decode of a response: its body begins with data,
// and decoding it has failed with err.
func (c *Core) Undecodable(record *call.Call, resp *http.Response, data []byte, err error) *httperror.Error {
	e := ResponseError(record, resp, httperror.Decode, bytes.Clone(data[:min(len(data), httperror.MaxBody)]))
	e.Err = err
	return e
}

// TooLarge makes the error of a body of more than limit bytes. length is what the server
// has announced, -1 if that is not known.
func TooLarge(limit, length int64) *httperror.Error {
	announced := ""
	if length > limit {
		announced = ": its Content-Length is " + printable.Bytes(length)
	}
	return &httperror.Error{
		Kind:  httperror.TooLarge,
		Limit: "response limit " + printable.Bytes(limit),
		Err:   sentence.New(nil, "the body has more than the %s that WithMaxResponseBytes allows%s", printable.Bytes(limit), announced),
	}
}

// ReadErrorBody returns the first bytes of the body of an error, and closes the body.
func ReadErrorBody(resp *http.Response) []byte {
	if resp.Body == nil {
		return nil
	}
	body, _ := io.ReadAll(io.LimitReader(resp.Body, httperror.MaxBody)) // an error shows the bytes that have arrived
	_ = resp.Body.Close()
	return body
}

// ResponseError makes the error of a response whose body begins with body. record is nil
// for a response that belongs to no call.
func ResponseError(record *call.Call, resp *http.Response, kind httperror.Kind, body []byte) *httperror.Error {
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

// firstBytes returns the bytes of a body that an error keeps.
func firstBytes(body []byte) []byte {
	if len(body) > httperror.MaxBody {
		return bytes.Clone(body[:httperror.MaxBody]) // the error does not keep the memory of the rest
	}
	return body[:len(body):len(body)]
}

// CallError returns the error of the call that err, an error of net/http or resty, wraps.
// If err wraps none, it gets its kind here: kind request if nothing was sent and no other
// kind fits.
func (c *Core) CallError(record *call.Call, err error) *httperror.Error {
	if e, ok := errors.AsType[*httperror.Error](err); ok {
		return e
	}
	e := record.Typed(err)
	if record.Attempts() == 0 && e.Kind == httperror.Unknown {
		e.Kind = httperror.Request
	}
	return e
}

// requestError makes the error of a request that cannot be sent.
func requestError(req *http.Request, err error) *httperror.Error {
	e := &httperror.Error{Kind: httperror.Request, Method: strings.ToUpper(req.Method), Err: err}
	if req.URL != nil {
		e.URL = redact.URL(req.URL)
	}
	return e
}

// withoutURLText returns an error of net/http or net/url about a request, without the
// text of the URL.
func withoutURLText(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		return redact.Error(err)
	}
	if strings.Contains(err.Error(), "invalid method") {
		return request.ErrMethod
	}
	return err
}

// inURLError is an error of a call that is the cause of a [url.Error]. The text of a
// [url.Error] begins with the method and the URL: the text of its cause has neither.
type inURLError struct{ err *httperror.Error }

// InURLError returns e as an error that can be the cause of a [url.Error]: net/http makes
// one of an error of HTTP, and resty of one of R.
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
