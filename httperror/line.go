package httperror

import (
	"strconv"
	"strings"

	"example.com/outbound/internal/printable"
)

// Error returns one line: client, operation, method, URL, and what [Error.Brief]
// says, with the request ID.
func (e *Error) Error() string {
	var b strings.Builder
	b.Grow(320)
	for _, s := range []string{e.Client, e.Operation} {
		if s != "" {
			b.WriteString(line(s))
			b.WriteString(": ")
		}
	}
	if e.Method != "" || e.URL != "" {
		b.WriteString(strings.TrimSpace(line(e.Method) + " " + line(e.URL)))
		b.WriteString(": ")
	}
	b.WriteString(e.brief(e.RequestID))
	return b.String()
}

// Brief returns [Error.Error] without client, operation, method, URL and request
// ID, for a line that has them already. Its clauses have the same order for every
// failure: kind, status and cause; why there was no further attempt; number of
// attempts and time; whether a server may have processed the request.
func (e *Error) Brief() string { return e.brief("") }

// brief is [Error.Brief], with the request ID beside the number of attempts.
func (e *Error) brief(id string) string {
	s := e.outcome()
	if end := e.ending(); end != "" {
		s += "; " + end
	}
	if n := e.effort(); n != "" {
		s += "; " + n
		if followed := e.followed(); followed > 0 {
			s += ", " + count(followed, "redirect") + " followed"
		}
		if id != "" {
			s += ", request ID " + line(id)
		}
	}
	if d := deliveryClauses[e.Delivery]; d != "" && !strings.Contains(s, d) {
		s += "; " + d
	}
	return s
}

// deliveryClauses are the last clause of a text.
var deliveryClauses = map[Delivery]string{
	NotSent:        "the request was not sent",
	MaybeProcessed: "the server may have processed it",
	Answered:       "the server answered",
}

// outcome is the kind, the status and the cause, without saying one twice.
func (e *Error) outcome() string {
	var parts []string
	if e.saysStatus() {
		status := e.Status
		if status == "" {
			status = strconv.Itoa(e.StatusCode)
		}
		parts = append(parts, line(status))
	}
	if e.Problem != nil && e.Problem.Title != "" {
		parts = append(parts, line(e.Problem.Title))
	}
	if c := causeText(e.Err); c != "" {
		parts = append(parts, c)
	}
	text, kind := strings.Join(parts, ": "), string(e.Kind)
	switch {
	case text == "":
		return kind
	case kind == "" || begins(text, kind):
		return text
	}
	return kind + ": " + text
}

// saysStatus reports whether the status belongs to the failure. In an error of kind
// auth it is that of the server that issues tokens, and in the cause; a status below
// 400 only says that there was a response.
func (e *Error) saysStatus() bool {
	return e.StatusCode != 0 && e.Kind != Auth && (e.StatusCode >= 400 || e.Err == nil)
}

// begins reports whether text begins with these words.
func begins(text, words string) bool {
	rest, ok := strings.CutPrefix(text, words)
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == ':')
}

// effort is the number of attempts and the time that they took, "" if there was no
// attempt.
func (e *Error) effort() string {
	if e.Attempts == 0 {
		return ""
	}
	s := count(e.Attempts, "attempt")
	switch {
	case e.followed() > 0:
		s = count(e.Attempts, "request")
	case e.Kind == Auth && e.Delivery == NotSent: // no attempt has come to the server of the URL
		s += " to obtain credentials"
	}
	if e.Elapsed > 0 {
		s += " in " + printable.Duration(e.Elapsed)
	}
	return s
}

// followed is the number of redirects that were followed, as far as the history
// shows them.
func (e *Error) followed() (n int) {
	for i, a := range e.History {
		switch a.StatusCode {
		case 301, 302, 303, 307, 308:
			if i < len(e.History)-1 {
				n++
			}
		}
	}
	return n
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}
