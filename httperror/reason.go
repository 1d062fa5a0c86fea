package httperror

import "strings"

// endings say why there was no further attempt, by the code in [Error.Reason],
// where Detail does not say more.
var endings = map[string]string{
	"not_retryable": "not retried: the retry policy does not repeat this failure",
	"body":          "not retried: the request body can be read only once",
	"attempts":      "not retried: no attempt is left",
	"class_limit":   "not retried: no retry is left for this class of failure",
	"max_elapsed":   "not retried: the time for retries is over",
	"waits":         "not retried: the retry policy has no further wait",
	"retry_after":   "not retried: the server asks to wait for longer than there is time for retries",
	"deadline":      "not retried: the next wait would pass the deadline",
	"held":          "not retried: the origin takes no request for longer than may be waited",
	"budget":        "not retried: the retry budget is used up",
}

// ending says why there was no further attempt, "" if there is nothing to say: a
// call that is cancelled or refused, or whose deadline has passed, says so already.
func (e *Error) ending() string {
	switch {
	case e.Detail != "":
		return line(e.Detail)
	case e.Reason == "" || e.endsItself():
		return ""
	case e.Reason == "canceled":
		return "the caller canceled the call"
	case e.Reason == "method":
		method := line(e.Method)
		if method == "" {
			method = "the request"
		}
		return method + " was not sent again: the server may have processed it, and the call has no idempotency key"
	}
	s, ok := endings[e.Reason]
	if !ok {
		s = "not retried: " + line(e.Reason)
	}
	if e.Attempts > 1 {
		s = "given up: " + strings.TrimPrefix(s, "not retried: ")
	}
	return s
}

// endsItself reports whether the failure is one of the call as a whole, or of the
// client, and not of an attempt.
func (e *Error) endsItself() bool {
	switch e.Kind {
	case Canceled, Deadline, Closed, Request, CircuitOpen, Limited, Blocked:
		return true
	}
	return false
}
