package call

import (
	"net/http"

	"example.com/outbound/httperror"
)

// Codes of [httperror.Error.Reason] that apply where the retry policy of a call was
// not asked about its failure: those of package retry.
const (
	notRetryable = "not_retryable"
	canceled     = "canceled"
	deadline     = "deadline"
)

// unrepeated says why a call was not sent again of whose failure e no retry policy
// was asked: the reason, "" where retry is off, and a sentence, "" if there is nothing
// to say.
func (c *Call) unrepeated(e *httperror.Error) (reason, detail string) {
	if c.retries() {
		reason = ReasonOf(e.Kind)
	}
	switch {
	case e.Attempts == 0 || c.Settings == noSettings:
		return reason, ""
	case e.Kind == httperror.TooLarge || e.Kind == httperror.Decode:
		return reason, "not retried: another attempt would get the same response"
	case e.Kind == httperror.Redirect:
		return reason, "not retried: another attempt would be redirected in the same way"
	case e.Kind == httperror.Canceled || e.Kind == httperror.Deadline || e.Kind == httperror.Closed || e.Kind == httperror.Request:
		return reason, ""
	case !c.retries() && !mayDiffer(e.Kind, e.StatusCode):
		return reason, "not retried: another attempt would fail in the same way"
	case c.Options.NoRetry:
		return reason, "not retried: NoRetry turns retry off for this call"
	case !c.retries():
		return reason, "not retried: the client has no retry policy (WithRetry, Standard)"
	case e.StatusCode != 0 || c.Status() != 0:
		return reason, "not retried: the response had already begun"
	}
	return reason, ""
}

// retries reports whether the call has a retry policy.
func (c *Call) retries() bool {
	return !c.Options.NoRetry && (c.Options.Retry != nil || c.Retries)
}

// ReasonOf is the reason of a failure that no retry policy is asked about.
func ReasonOf(kind httperror.Kind) string {
	switch kind {
	case httperror.Canceled:
		return canceled
	case httperror.Deadline:
		return deadline
	}
	return notRetryable
}

// ReasonWithoutRetry is the reason that the log gives of a call without a retry
// policy, which [httperror.Error.Reason] leaves empty: "retry_off" for a failure that a
// policy might have repeated.
func ReasonWithoutRetry(kind httperror.Kind, status int) string {
	switch {
	case kind == httperror.CircuitOpen || kind == httperror.Limited:
		return "held"
	case mayDiffer(kind, status):
		return "retry_off"
	}
	return ReasonOf(kind)
}

// mayDiffer reports whether another attempt might end otherwise than one that has
// failed with this kind and status.
func mayDiffer(kind httperror.Kind, status int) bool {
	switch kind {
	case httperror.ClientStatus:
		return status == http.StatusRequestTimeout || status == http.StatusTooEarly
	case httperror.Auth, httperror.Blocked, httperror.Canceled, httperror.Closed, httperror.Deadline, httperror.Decode,
		httperror.Redirect, httperror.Request, httperror.TLS, httperror.TooLarge:
		return false
	}
	return true
}
