package httperror

import (
	"strconv"
	"time"
)

// deliveryText says whether a server may have processed the request, and whether
// and when the call may be repeated.
func (e *Error) deliveryText() string {
	switch e.Delivery {
	case NotSent:
		return "not_sent: no server has processed the request; " + e.mayRepeat()
	case MaybeProcessed:
		return "maybe_processed: a server may have processed the request; " + e.repeat()
	case Answered:
		return "answered: " + e.answered()
	}
	return "not known"
}

// answered says what the status means for the request.
func (e *Error) answered() string {
	status := strconv.Itoa(e.StatusCode)
	switch {
	case e.Kind == Redirect && (e.StatusCode == 307 || e.StatusCode == 308):
		return "the " + status + " redirects: that server has not processed the request and names another address"
	case isSafe(e.Method) && e.sameAgain():
		return "a server has answered; the " + e.method() + " may be repeated, but fails the same way until the cause is mended"
	case isSafe(e.Method), e.StatusCode == 0:
		return "a server has answered; " + e.repeat()
	case e.StatusCode >= 400 && e.StatusCode < 500:
		return "the server refused the request with status " + status + "; " + e.mayRepeat()
	case e.StatusCode < 300:
		return "status " + status + " says that the server has processed the request: do not repeat it"
	}
	return "a server has answered, and may have processed the request; " + e.repeat()
}

// sameAgain reports whether a repeated call would fail in the same way.
func (e *Error) sameAgain() bool {
	switch e.Kind {
	case ClientStatus, TooLarge, Decode, Redirect:
		return true
	}
	return false
}

// repeat says how a request that may have been processed is repeated.
func (e *Error) repeat() string {
	switch {
	case isSafe(e.Method):
		return "the " + e.method() + " may be repeated" + e.later()
	case e.Method == "PUT" || e.Method == "DELETE":
		return e.Method + " is idempotent: it may be repeated" + e.later()
	case e.Keyed:
		return "find out at the server before you repeat it, or repeat it with the same idempotency key" + e.later()
	case e.RequestID != "":
		return "find out at the server, by the request ID, whether it was, before you repeat it"
	}
	return "find out at the server, by time and URL, whether it was, before you repeat it"
}

// mayRepeat says when a request that was not processed may be repeated.
func (e *Error) mayRepeat() string {
	if s, ok := firstMend[e.Kind]; ok {
		return "it may be repeated once " + s
	}
	return "it may be repeated" + e.later()
}

// firstMend is what must change before a repeated call can succeed.
var firstMend = map[Kind]string{
	Auth:         "the credentials are right",
	Blocked:      "the address is allowed",
	Closed:       "there is a client that is not closed",
	ClientStatus: "the request is corrected",
	DNS:          "the name resolves",
	Proxy:        "the proxy lets it through",
	Request:      "the request is corrected",
	TLS:          "the TLS handshake can succeed",
}

// later is the time until a server, or a limit of the client, takes the next request.
func (e *Error) later() string {
	if e.RetryAfter > 0 {
		return " after " + e.RetryAfter.Round(time.Millisecond).String()
	}
	return ""
}

func (e *Error) method() string {
	if e.Method == "" {
		return "GET"
	}
	return line(e.Method)
}
