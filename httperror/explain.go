package httperror

import (
	"strings"
)

// Explain returns the failure in five to fifteen lines for people, with rows of the
// same names in the same order for every failure: what happened, each attempt, why
// there was no further one, the limit that was reached, whether a server may have
// processed the request, whether and when it can be repeated, and what to do
// next. The lines are at most 80 columns wide but for a long URL, the last one ends
// with a line end, and none holds a secret. Of more than four attempts the first and
// the last two are shown.
func (e *Error) Explain() string {
	var t table
	for _, d := range []detail{allDetail, someDetail, leastDetail} {
		if t = e.table(d); t.fits() {
			break
		}
	}
	return t.String()
}

// detail is how much of the attempts is shown: as much as there is room for.
type detail int

const (
	allDetail   detail = iota // four attempts, and how far each came
	someDetail                // four attempts, in one line each
	leastDetail               // the first and the last, and no limit if there is none
)

func (e *Error) table(d detail) (t table) {
	subject := strings.TrimSpace(line(e.Method) + " " + line(e.URL))
	if subject == "" {
		subject = "The call"
	}
	switch n := e.effort(); {
	case n != "":
		t.head = subject + " failed after " + n + "."
	case e.Delivery == NotSent:
		t.head = subject + " failed: nothing was sent."
	default:
		t.head = subject + " failed."
	}
	if s := e.names(); s != "" {
		t.row("Client", s)
	}
	if e.RequestID != "" {
		t.row("Request ID", e.idText())
	}
	t.row("Failure", e.outcome())
	e.attemptRows(&t, d)
	t.row("Ended", e.endedText())
	if e.Limit != "" || d < leastDetail {
		t.row("Limit", e.limitText())
	}
	t.row("Delivery", e.deliveryText())
	t.row("Repeat", e.repeatText())
	t.row("Next step", e.advice())
	return t
}

// names are those by which the call is found in logs, beside its ID.
func (e *Error) names() string {
	var parts []string
	if e.Client != "" {
		parts = append(parts, line(e.Client))
	}
	if e.Operation != "" {
		parts = append(parts, "operation "+line(e.Operation))
	}
	return strings.Join(parts, ", ")
}

// idText is the request ID, and the field in which the server got it.
func (e *Error) idText() string {
	if e.IDField == "" {
		return line(e.RequestID)
	}
	return line(e.RequestID) + " (" + line(e.IDField) + ")"
}

// endedText says why there was no further attempt.
func (e *Error) endedText() string {
	if s := e.ending(); s != "" {
		return s
	}
	return e.ownEnd()
}

// ownEnd is for a failure that ends a call by itself.
func (e *Error) ownEnd() string {
	switch e.Kind {
	case Canceled:
		return "the caller canceled the call"
	case Deadline:
		if e.limitIs("call timeout") {
			return "the call timeout passed"
		}
		return "the caller's deadline passed"
	case Closed:
		return "the client was closed"
	case CircuitOpen:
		return "the client's circuit breaker let nothing through"
	case Limited:
		return "the client's own limit let nothing through"
	case Blocked:
		return "the client does not connect to this address"
	case Request:
		return "the request cannot be sent as it is"
	}
	return "no retry policy was asked"
}
