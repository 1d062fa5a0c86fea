package logging

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/retryafter"
)

// result is the outcome of a call or an attempt.
type result struct {
	kind   httperror.Kind // "" for a success
	status int            // 0 without a response
	bytes  int64          // of the response body
	err    error          // nil for a response
	detail string         // why the call was not sent again, in words; "" for an attempt
}

// resultOf returns the outcome of a call that ends with err.
func resultOf(record *call.Call, err error) result {
	r := result{status: record.Status(), bytes: record.Bytes, err: err}
	r.detail, _, _ = record.Ending()
	if err == nil {
		if !record.Allowed(r.status) {
			r.kind = httperror.KindOfStatus(r.status)
		}
		return r
	}
	r.kind = httperror.Classify(err)
	if e, ok := errors.AsType[*httperror.Error](err); ok {
		if r.detail == "" {
			r.detail = e.Detail
		}
		if e.StatusCode != 0 && e.Kind != httperror.Auth { // which is that of the token endpoint

			r.status = e.StatusCode
		}
		r.bytes = max(r.bytes, int64(len(e.Body)))
	}
	return r
}

// put adds status and kind to e.
func (r result) put(e *zerolog.Event) {
	if r.status != 0 {
		e.Int("status", r.status)
	}
	text(e, "kind", string(r.kind))
}

// message returns the message of the call's line.
func (r result) message() string {
	if r.kind == "" {
		return "call"
	}
	return "call failed"
}

// text returns the failure in one line, without what other fields of the line say;
// "" for a success.
func (r result) text(names *redact.Names) string {
	if r.kind == "" {
		return ""
	}
	e, ok := errors.AsType[*httperror.Error](r.err)
	switch {
	case ok:
		e = &httperror.Error{Kind: e.Kind, StatusCode: e.StatusCode, Status: e.Status, Problem: e.Problem, Err: names.Error(e.Err)}
	case r.err != nil:
		e = &httperror.Error{Kind: r.kind, Err: names.Error(r.err)}
	default:
		status := strconv.Itoa(r.status) + " " + http.StatusText(r.status)
		e = &httperror.Error{Kind: r.kind, StatusCode: r.status, Status: status}
	}
	e.Detail = r.detail
	return e.Error()
}

// retryAfter returns how long the server asks to wait, 0 if it does not ask.
func (r result) retryAfter(record *call.Call) (wait time.Duration) {
	if r.kind == "" {
		return 0
	}
	if e, ok := errors.AsType[*httperror.Error](r.err); ok {
		return e.RetryAfter
	}
	wait, _ = retryafter.Of(record.Header(), time.Now())
	return wait
}
