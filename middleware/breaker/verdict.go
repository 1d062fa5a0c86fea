package breaker

import (
	"context"
	"errors"
	"net/http"

	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

// Verdict is what an attempt tells about the origin.
type Verdict int

// The verdicts.
const (
	Neutral Verdict = iota // nothing: the attempt does not count, and a probe is free again
	Success                // the origin works
	Failure                // the origin does not work
)

// Default is the default of [Policy.Judge].
//
//   - Failure: the kinds dns, connect, tls, proxy, timeout, reset and protocol,
//     a body that was cut off, and the statuses 500 to 599 but 501 and 505.
//   - Success: every other status, 429 too: the server is well and says what it
//     wants. So is a status that the call allows.
//   - Failure as well: deadline. The breaker counts it only if the attempt had
//     run for SlowAfter, or for half of the attempt timeout: an impatient caller
//     says nothing about the origin.
//   - Neutral: everything else. An attempt whose caller has cancelled is
//     neutral whatever its error is.
func Default(a retry.Attempt) Verdict {
	if a.Response != nil && a.Err == nil {
		return ofStatus(a)
	}
	if a.Request != nil && errors.Is(a.Request.Context().Err(), context.Canceled) {
		return Neutral
	}
	switch a.Kind {
	case httperror.DNS, httperror.Connect, httperror.TLS, httperror.Proxy, httperror.Timeout,
		httperror.Reset, httperror.Protocol, httperror.Deadline:
		return Failure
	case httperror.Body:
		if httperror.CutOff(a.Err) {
			return Failure
		}
	}
	return Neutral
}

func ofStatus(a retry.Attempt) Verdict {
	switch code := a.Response.StatusCode; {
	case a.Kind != httperror.ServerStatus:
		return Success
	case code == http.StatusNotImplemented, code == http.StatusHTTPVersionNotSupported:
		return Success
	}
	return Failure
}
