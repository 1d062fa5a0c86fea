package httperror

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/outbound/internal/printable"
)

// Explain returns the failure in five to fifteen lines for people: what happened,
// each attempt, what has ended the call, whether a server may have processed the
// request, and what to look at or change. The lines are at most 80 columns wide
// but for a long URL, the last one ends with a line end, and none holds a secret.
// Of more than four attempts the first and the last two are shown.
func (e *Error) Explain() string {
	var t table
	subject := strings.TrimSpace(line(e.Method) + " " + line(e.URL))
	if subject == "" {
		subject = "The call"
	}
	t.head(subject + " failed.")
	names := 0
	if s := e.names(); s != "" {
		names = t.row("Client", s, 2)
	}
	t.row("Failure", e.outcome(), min(3, 4-names))
	e.attemptRows(&t)
	t.row("Ended by", e.endedBy(), 2)
	t.row("Delivery", e.deliveryText(), 2)
	t.row("Look at", e.advice(), 2)
	return t.String()
}

// names are those by which the call is found in logs.
func (e *Error) names() string {
	var parts []string
	for _, p := range []struct{ label, value string }{{"", e.Client}, {"operation ", e.Operation}, {"request ID ", e.RequestID}} {
		if p.value != "" {
			parts = append(parts, p.label+line(p.value))
		}
	}
	return strings.Join(parts, ", ")
}

// Of a long row of attempts these are shown.
const (
	shownFirst = 1
	shownLast  = 2
)

func (e *Error) attemptRows(t *table) {
	h := e.History
	missing := max(e.Attempts-len(h), 0)
	switch {
	case len(h) == 0 && missing > 0:
		t.row("Attempts", strconv.Itoa(missing)+", of which nothing more is known", 1)
		return
	case len(h) == 0:
		t.row("Attempts", "none: nothing was sent", 1)
		return
	}
	for i, a := range h {
		switch {
		case len(h) <= shownFirst+1+shownLast && missing == 0, i < shownFirst, i >= len(h)-shownLast:
			t.row("Attempt "+strconv.Itoa(a.Number), a.text(), 1)
		case i == shownFirst:
			t.row("…", e.gap(len(h)-shownFirst-shownLast, missing), 1)
		}
	}
}

// gap says how many attempts are not shown.
func (e *Error) gap(hidden, missing int) string {
	s := strconv.Itoa(hidden+missing) + " more attempts"
	if missing > 0 {
		s += ", " + strconv.Itoa(missing) + " of them are missing in the history"
	}
	return s
}

// text is one attempt: wait, outcome, duration, and how far it came if there is
// room for that.
func (a Attempt) text() string {
	var s string
	if a.Wait > 0 {
		s = "after a wait of " + printable.Duration(a.Wait) + ": "
	}
	switch {
	case a.StatusCode != 0 && a.Kind != "" && KindOfStatus(a.StatusCode) != a.Kind:
		s += "status " + strconv.Itoa(a.StatusCode) + ", " + string(a.Kind)
	case a.StatusCode != 0:
		s += "status " + strconv.Itoa(a.StatusCode)
	case a.Kind != "":
		s += string(a.Kind)
	default:
		s += "an answer"
	}
	if a.Duration > 0 {
		s += ", in " + printable.Duration(a.Duration)
	}
	if a.Resent > 0 {
		s += "; net/http has sent it " + strconv.Itoa(a.Resent+1) + " times"
	}
	if a.Endpoint != "" {
		s += "; at " + line(a.Endpoint)
	}
	if a.Hedge {
		s += "; beside a slow attempt"
	}
	if p := " (" + line(a.Progress) + ")"; a.Progress != "" && tableLabel+utf8.RuneCountInString(s+p) <= tableWidth {
		s += p
	}
	return s
}

// endedBy says what has ended the call, with the limit as it is configured.
func (e *Error) endedBy() string {
	s := e.ending()
	switch {
	case s != "" && e.Limit != "":
		s += " (" + line(e.Limit) + ")"
	case s != "":
	case e.Limit != "":
		s = "a limit: " + line(e.Limit)
	case e.Kind == Canceled:
		s = "the caller, who has cancelled the call"
	case e.Attempts == 0:
		s = "a check before the first attempt"
	case e.Kind == Redirect || e.Kind == Decode:
		s = "the response, which is not what was asked for"
	default:
		s = "the failure of the only attempt: retry is off for this call"
	}
	if e.Elapsed > 0 {
		s += ", after " + printable.Duration(e.Elapsed)
	}
	return s
}

func (e *Error) deliveryText() string {
	switch e.Delivery {
	case NotSent:
		return "not_sent: no server can have processed the request; it may be repeated"
	case MaybeProcessed:
		if isSafe(e.Method) {
			return "maybe_processed: a server may have processed the request; a repeated " + orElse(line(e.Method), "GET") + " does no harm"
		}
		return "maybe_processed: a server may have processed the request; find out before it is repeated, or repeat it with the same idempotency key"
	case Answered:
		if isSafe(e.Method) {
			return "answered: a server has answered; a repeated " + orElse(line(e.Method), "GET") + " does no harm"
		}
		return "answered: a server has answered; its status says whether it has processed the request"
	}
	return "not known"
}

func orElse(s, ifEmpty string) string {
	if s == "" {
		return ifEmpty
	}
	return s
}
