package httperror

import (
	"strconv"
	"strings"

	"example.com/outbound/internal/printable"
)

// Error returns one line: client, operation, method, URL, then what [Error.Brief]
// says.
func (e *Error) Error() string {
	var b strings.Builder
	b.Grow(240)
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
	b.WriteString(e.Brief())
	return b.String()
}

// Brief returns [Error.Error] without client, operation, method and URL, for a
// line that has them already: kind, status, cause, number of attempts, why there
// was no further one, and whether a server may have processed the request.
func (e *Error) Brief() string {
	s := e.outcome()
	if e.Attempts > 0 {
		s += " (" + e.effort() + ")"
	}
	if end := e.ending(); end != "" {
		s += "; " + end
	}
	if d := e.delivered(); d != "" && !strings.Contains(s, d) && !strings.Contains(s, ": not sent: ") {
		s += "; " + d
	}
	return s
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
	case kind == "" || begins(text, kind) || begins(text, "the "+kind):
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

// effort is the number of attempts and the time that they took.
func (e *Error) effort() string {
	s := count(e.Attempts, "attempt")
	followed := e.followed()
	if followed > 0 {
		s = count(e.Attempts, "request")
	}
	if e.Elapsed > 0 && (e.Attempts > 1 || e.Reason != "") { // of a call that is not retried the time says little
		s += " in " + printable.Duration(e.Elapsed)
	}
	if followed > 0 {
		s += ", " + count(followed, "redirect") + " followed"
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

// delivered says whether a server may have processed the request, where the kind,
// the status or the method does not say so already.
func (e *Error) delivered() string {
	switch e.Delivery {
	case NotSent:
		if e.Kind != Request {
			return "the request was not sent"
		}
	case MaybeProcessed:
		if !isSafe(e.Method) {
			return "the server may have processed it"
		}
	}
	return ""
}

// isSafe reports whether a method changes nothing at the server (RFC 9110,
// section 9.2.1).
func isSafe(method string) bool {
	switch method {
	case "", "GET", "HEAD", "OPTIONS", "TRACE":
		return true
	}
	return false
}
