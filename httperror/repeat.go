package httperror

import (
	"errors"
	"strings"
	"syscall"
	"time"

	"example.com/outbound/internal/printable"
)

// repeatText says whether and when the caller can make the call again.
func (e *Error) repeatText() string {
	fix := e.fix()
	switch {
	case e.Kind == Redirect && e.leavesTLS():
		return "no use at this URL before the server redirects to https"
	case e.Kind == Redirect && !e.limitIs("redirects "):
		return "no use at this URL; send it to the address that the redirect names"
	case !e.harmless() && e.Delivery == Answered && e.answer() >= 200 && e.answer() < 300:
		return "no: the server has processed the " + e.method()
	case !e.harmless() && e.uncertain():
		return e.check() + e.notBefore()
	case e.Reason == "held" && e.RetryAfter == 0:
		return "yes, once the client lets a request through (see Ended)"
	case fix != "":
		return "no use before " + fix
	case e.RetryAfter > 0 && (e.Kind == CircuitOpen || e.Kind == Limited):
		return "yes, after " + e.pause() + ", when the client lets a request through"
	case e.RetryAfter > 0:
		return "yes, after " + e.pause() + ", as the server asks (Retry-After)"
	}
	return "yes, " + e.when()
}

// uncertain reports whether the request may have had its effect.
func (e *Error) uncertain() bool {
	return e.Delivery == MaybeProcessed || e.Delivery == Answered && e.answer() >= 500
}

// check says what to do before a request is repeated that may have been processed.
func (e *Error) check() string {
	by := "time and URL"
	if e.RequestID != "" {
		by = "request ID"
	}
	s := "only if it was not processed (ask the server, by " + by + ")"
	if e.Keyed {
		return "yes, with the same Idempotency-Key; with another one " + s
	}
	return s
}

// notBefore is the pause that a server asks for, in front of which there is more to
// say.
func (e *Error) notBefore() string {
	if e.RetryAfter <= 0 {
		return ""
	}
	return ", and not before " + e.pause()
}

// when says when a repeated call can succeed, and why it does no harm.
func (e *Error) when() string {
	switch {
	case e.Kind == Connect && errors.Is(e.Err, syscall.ECONNREFUSED):
		return "once the server accepts connections"
	case e.Kind == Connect:
		return "once the server can be reached"
	case e.Kind == DNS:
		return "once the name resolves"
	case e.Kind == Proxy:
		return "once the proxy can be reached"
	case e.Kind == ServerStatus || e.Kind == RateLimited:
		return "after a pause (the server sent no Retry-After)"
	case e.Delivery == NotSent:
		return "at any time: nothing has been processed"
	case e.safe():
		return "at any time: a " + e.method() + " changes nothing at the server"
	case e.Keyed:
		return "at any time, with the same Idempotency-Key"
	case e.Idempotent:
		return "at any time: the call is marked with Idempotent()"
	case e.harmless():
		return "at any time: " + e.method() + " is idempotent, twice has the effect of once"
	}
	return "at any time"
}

// pause is the time until a server, or a limit of the client, takes the next
// request, and the time of day.
func (e *Error) pause() string {
	s := printable.Exact(e.RetryAfter.Round(time.Millisecond))
	if e.Time.IsZero() {
		return s
	}
	layout, until := "15:04:05 UTC", e.Time.Add(e.RetryAfter).UTC()
	if until.YearDay() != e.Time.UTC().YearDay() {
		layout = "2006-01-02 15:04:05 UTC"
	}
	return s + " (" + until.Format(layout) + ")"
}

// leavesTLS reports whether a redirect was refused because it led from https to http.
func (e *Error) leavesTLS() bool { return strings.Contains(causeText(e.Err), "leave TLS") }
