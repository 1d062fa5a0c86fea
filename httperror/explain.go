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
	if s := e.names(); s != "" {
		t.row("Client", s, 2)
	}
	t.row("Failure", e.outcome(), t.room(max(1, min(len(e.History), shownFirst+1+shownLast))+6))
	e.attemptRows(&t)
	t.row("Ended by", e.endedBy(), t.room(4))
	t.row("Delivery", e.deliveryText(), t.room(2))
	t.row("Look at", e.advice(), t.room(0))
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
	label := "Attempt "
	if e.followed() > 0 {
		label = "Request "
	}
	for i, a := range h {
		switch {
		case len(h) <= shownFirst+1+shownLast && missing == 0, i < shownFirst, i >= len(h)-shownLast:
			t.row(label+strconv.Itoa(a.Number), a.text(), 1)
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
	if a.Progress == "" {
		return s
	}
	for _, p := range []string{a.Progress, a.Progress[strings.LastIndex(a.Progress, ", ")+1:]} {
		if p = " (" + strings.TrimSpace(line(p)) + ")"; tableLabel+utf8.RuneCountInString(s+p) <= tableWidth {
			return s + p
		}
	}
	return s
}

// endedBy says what has ended the call, with the limit as it is configured.
func (e *Error) endedBy() string {
	s := e.ending()
	switch {
	case s == "" && e.Limit != "":
		s = "the limit: " + e.limitText()
	case s != "" && e.Limit != "":
		s += " (" + e.limitText() + ")"
	case s != "":
	case e.Kind == Canceled:
		s = "the caller, which canceled the call"
	case e.Kind == CircuitOpen:
		s = "the client's circuit breaker, before the first attempt (WithBreaker)"
	case e.Attempts == 0:
		s = "a check before the first attempt"
	default:
		s = e.unasked()
	}
	if e.Elapsed > 0 {
		s += "; the call took " + printable.Duration(e.Elapsed)
	}
	return s
}

// unasked is for a call that no retry policy was asked about.
func (e *Error) unasked() string {
	switch e.Kind {
	case Redirect:
		return "the client's rules for redirects"
	case Decode, TooLarge, Body, Deadline, Request:
		return "the failure of the only attempt"
	}
	return "the failure of the only attempt: retry is off (WithRetry or Standard turns it on)"
}
