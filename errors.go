package outbound

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/retryafter"
)

// CheckResponse is raise_for_status for the users of [Client.HTTP]: nil outside
// 400 to 599 and for a status that the call allows, else an [*HTTPError]. It
// then reads at most [httperror.MaxBody] bytes of the body, all of it for
// [ErrorInto], and closes it. What the client knows of the call (attempts, history,
// reason) is in the error if resp came through one.
func CheckResponse(resp *http.Response) error {
	if resp == nil {
		return &HTTPError{Kind: httperror.Unknown, Err: errors.New("there is no response")}
	}
	record := call.Of(resp)
	kind := httperror.KindOfStatus(resp.StatusCode)
	if kind == "" || record != nil && record.Allowed(resp.StatusCode) {
		return nil
	}
	if record != nil {
		if c, ok := record.Settings.Owner.(*core); ok {
			return c.statusError(record, resp)
		}
	}
	return describe(record, resp, kind, readError(resp))
}

// statusError makes the error of a status that is none of the allowed. It reads
// and closes the body: the whole of it for [ErrorInto], else its first bytes.
func (c *core) statusError(record *call.Call, resp *http.Response) *HTTPError {
	c.decodeKnown(resp)
	if opts := optionsOf(record); opts != nil && opts.errorInto != nil && resp.Body != nil {
		return c.intoTarget(record, resp)
	}
	return describe(record, resp, record.KindOf(resp), readError(resp))
}

// readError reads the first bytes of an error's body and closes it.
func readError(resp *http.Response) []byte {
	if resp.Body == nil {
		return nil
	}
	body, _ := io.ReadAll(io.LimitReader(resp.Body, httperror.MaxBody)) // what arrived is what there is
	_ = resp.Body.Close()
	return body
}

// describe makes the error of a response whose first bytes are body.
func describe(record *call.Call, resp *http.Response, kind httperror.Kind, body []byte) *HTTPError {
	var names *redact.Names
	if record != nil {
		names = record.Names
	}
	e := &HTTPError{
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

// bare finds the call's error in what net/http returned. What net/http refuses
// by itself, before the chain, is a request that cannot be made.
func (c *core) bare(record *call.Call, err error) *HTTPError {
	if e, ok := errors.AsType[*HTTPError](err); ok {
		return e
	}
	e := record.Typed(err)
	if record.Attempts() == 0 && e.Kind == httperror.Unknown {
		e.Kind = httperror.Request
	}
	return e
}
