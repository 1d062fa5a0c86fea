package httperror

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/outbound/internal/printable"
)

// Of a long row of attempts these are shown.
const (
	shownFirst = 1
	shownLast  = 2
)

func (e *Error) attemptRows(t *table, d detail) {
	h := e.History
	missing := max(e.Attempts-len(h), 0)
	switch {
	case len(h) == 0 && missing > 0:
		t.row("Attempts", strconv.Itoa(missing)+", of which nothing more is known")
		return
	case len(h) == 0:
		t.row("Attempts", "none: nothing was sent")
		return
	}
	label, last := "Attempt ", shownLast
	if e.followed() > 0 {
		label = "Request "
	}
	if d == leastDetail {
		last = 1
	}
	all := missing == 0 && len(h) <= shownFirst+1+last
	for i, a := range h {
		switch {
		case all, i < shownFirst, i >= len(h)-last:
			t.row(label+strconv.Itoa(a.Number), e.attempt(a, i == len(h)-1, d))
		case i == shownFirst:
			t.row("…", gap(len(h)-shownFirst-last, missing, strings.ToLower(label)))
		}
	}
}

// gap says how many attempts are not shown.
func gap(hidden, missing int, what string) string {
	s := strconv.Itoa(hidden+missing) + " more " + strings.TrimSpace(what) + "s"
	if missing > 0 {
		s += ", " + strconv.Itoa(missing) + " of them are missing in the history"
	}
	return s
}

// attempt is one attempt: the wait before it, its outcome and duration, and how far
// it came. Without all detail that is one line.
func (e *Error) attempt(a Attempt, last bool, d detail) string {
	var s string
	if a.Wait > 0 {
		s = "after a wait of " + printable.Duration(a.Wait) + ": "
	}
	s += a.outcome()
	if a.Duration > 0 {
		s += " in " + printable.Duration(a.Duration)
	}
	if last && a.StatusCode != 0 && a.StatusCode < 400 && a.Kind == "" {
		s += bodyFailures[e.Kind]
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
	p := line(a.Progress)
	if p == "" || a.StatusCode != 0 { // the response says how far it came
		return s
	}
	if d == allDetail {
		return s + " (" + p + ")"
	}
	for _, p := range []string{p, p[strings.LastIndex(p, ", ")+1:]} {
		if p = " (" + strings.TrimSpace(p) + ")"; tableLabel+utf8.RuneCountInString(s+p) <= tableWidth {
			return s + p
		}
	}
	return s
}

// outcome is the status, the kind, or both where one does not say the other.
func (a Attempt) outcome() string {
	switch {
	case a.StatusCode != 0 && a.Kind != "" && KindOfStatus(a.StatusCode) != a.Kind:
		return "status " + strconv.Itoa(a.StatusCode) + ", then " + string(a.Kind)
	case a.StatusCode != 0:
		return "status " + strconv.Itoa(a.StatusCode)
	case a.Kind != "":
		return "failed (" + string(a.Kind) + ")"
	}
	return "a response"
}

// bodyFailures say of an attempt that had a response what its body has failed with.
var bodyFailures = map[Kind]string{
	Body:     "; its body is incomplete or damaged",
	Canceled: "; canceled in its body",
	Deadline: "; its body was too slow",
	Decode:   "; its body is not what was asked for",
	Timeout:  "; its body stopped",
	TooLarge: "; its body is too large",
}
