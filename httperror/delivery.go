package httperror

import "strconv"

// Delivery says whether a server may have processed the request of a failed
// call. Over several attempts and redirects it is the worst of them:
// [MaybeProcessed], then [Answered], then [NotSent].
type Delivery string

// The values of [Delivery].
const (
	// NotSent: no server can have processed the request. It may be repeated.
	NotSent Delivery = "not_sent"
	// MaybeProcessed: the request, or a part of it, may have reached a server, and
	// no response says what became of it.
	MaybeProcessed Delivery = "maybe_processed"
	// Answered: a server has answered.
	Answered Delivery = "answered"
)

// deliveryText says whether a server may have processed the request.
func (e *Error) deliveryText() string {
	switch e.Delivery {
	case NotSent:
		if e.Kind == Auth { // the server of the credentials has got one of its own
			return "not_sent: the request itself was not sent"
		}
		return "not_sent: the request has reached no server"
	case MaybeProcessed:
		return "maybe_processed: a server may have processed the request"
	case Answered:
		return "answered: " + e.answered()
	}
	return "not known"
}

// answered says what the status means for the request.
func (e *Error) answered() string {
	status := e.answer()
	s := "status " + strconv.Itoa(status)
	switch {
	case status == 0:
		return "there was a response"
	case e.Kind == Decode: // a sign-in page has the status 200 too
		return s
	case status < 300:
		return s + " says that the server has processed the request"
	case status < 400:
		return s + " names another address, nothing was processed"
	case status < 500:
		return s + ", the server refused the request"
	case e.safe():
		return s + ", the server failed"
	}
	return s + " leaves open whether the server processed it"
}

// answer is the status of the last response, 0 without one. That of an error of kind
// auth is another server's, and one of a failed body has none of its own.
func (e *Error) answer() int {
	if e.StatusCode != 0 && e.Kind != Auth {
		return e.StatusCode
	}
	for i := len(e.History) - 1; i >= 0; i-- {
		if code := e.History[i].StatusCode; code != 0 {
			return code
		}
	}
	return 0
}
