package httperror_test

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/outbound/httperror"
)

// row is the text of one row of an explanation, in one line.
func row(e *httperror.Error, label string) string {
	var text string
	in := false
	for _, l := range strings.Split(e.Explain(), "\n") {
		switch {
		case strings.HasPrefix(l, "  "+label+" "):
			in, text = true, strings.TrimSpace(l[2+len(label):])
		case in && strings.HasPrefix(l, "        "):
			text += " " + strings.TrimSpace(l)
		default:
			in = false
		}
	}
	return text
}

func TestTheRowNextStepBeginsWithWhatToDo(t *testing.T) {
	verbs := "add ask call check correct find leave nothing raise read send set start"
	for _, kind := range []httperror.Kind{
		httperror.Request, httperror.Canceled, httperror.Deadline, httperror.Timeout, httperror.DNS, httperror.Connect, httperror.TLS, httperror.Proxy,
		httperror.Reset, httperror.Protocol, httperror.Body, httperror.TooLarge, httperror.Redirect, httperror.RateLimited, httperror.ServerStatus,
		httperror.Decode, httperror.Auth, httperror.Closed, httperror.CircuitOpen, httperror.Limited, httperror.Blocked, httperror.Unknown,
	} {
		first, _, _ := strings.Cut(row(&httperror.Error{Kind: kind}, "Next step"), " ")
		if !strings.Contains(" "+verbs+" ", " "+first+" ") {
			t.Errorf("%s: the advice begins with %q", kind, first)
		}
	}
}

func TestTheAdviceForAStatusIsAboutThatStatus(t *testing.T) {
	for status, want := range map[int]string{
		400: "correct the request", 401: "credentials", 403: "permit", 404: "identifiers", 405: "does not accept GET", 406: "Accept",
		409: "present state", 412: "present state", 413: "smaller", 415: "Content-Type", 422: "values", 418: "correct the request",
	} {
		e := &httperror.Error{Kind: httperror.ClientStatus, StatusCode: status, Method: "GET", Delivery: httperror.Answered}
		if got := row(e, "Next step"); !strings.Contains(got, want) || strings.Contains(got, "and the body") {
			t.Errorf("%d: got %q, want %q in it, and nothing of a body, which a GET has not", status, got, want)
		}
	}
}

func TestARefusedConnectionIsNotTakenForAFirewall(t *testing.T) {
	refused := &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	e := &httperror.Error{Kind: httperror.Connect, Err: refused, Delivery: httperror.NotSent}
	if got := row(e, "Next step"); strings.Contains(got, "firewall") || !strings.Contains(got, "nothing listens there") {
		t.Errorf("got %q", got)
	}
	e.Err = errors.New("no answer in time")
	if got := row(e, "Next step"); !strings.Contains(got, "firewall") {
		t.Errorf("got %q", got)
	}
}

func TestALimitIsShownWithWhatSetsIt(t *testing.T) {
	for limit, want := range map[string]string{
		"attempts 4": "attempts 4, set by WithRetry (Policy.Attempts)", "attempt timeout 10s": "attempt timeout 10s, set by WithAttemptTimeout",
		"caller's deadline": "caller's deadline, set by the context of the caller", "name lookups 2": "name lookups 2, a fixed rule",
		"of a layer 3": "of a layer 3", "": "none was reached",
	} {
		if got := row(&httperror.Error{Limit: limit}, "Limit"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAPauseOverMidnightHasItsDate(t *testing.T) {
	e := &httperror.Error{Kind: httperror.RateLimited, StatusCode: 429, Delivery: httperror.Answered, RetryAfter: time.Hour,
		Time: time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)}
	if got, want := row(e, "Repeat"), "yes, after 1h0m0s (2027-01-01 00:30:00 UTC), as the server asks (Retry-After)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAStatusWithoutRetryAfterIsSaidToNameNoPause(t *testing.T) {
	e := &httperror.Error{Kind: httperror.ServerStatus, StatusCode: 503, Method: "GET", Delivery: httperror.Answered}
	if got := row(e, "Repeat"); !strings.Contains(got, "sent no Retry-After") {
		t.Errorf("got %q", got)
	}
}

func TestACallThatTheClientHoldsBackIsRepeatedOnceItLetsRequestsThrough(t *testing.T) {
	e := &httperror.Error{Kind: httperror.ServerStatus, StatusCode: 503, Method: "GET", Reason: "held", Delivery: httperror.Answered}
	if got, want := row(e, "Repeat"), "yes, once the client lets a request through (see Ended)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestACallMarkedAsIdempotentCanBeRepeated(t *testing.T) {
	e := &httperror.Error{Kind: httperror.Reset, Method: "POST", Idempotent: true, Delivery: httperror.MaybeProcessed}
	if got, want := row(e, "Repeat"), "yes, at any time: the call is marked with Idempotent()"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestABodyThatFailsDoesNotLookLikeASuccessfulAttempt(t *testing.T) {
	for _, kind := range []httperror.Kind{httperror.Body, httperror.Canceled, httperror.Deadline, httperror.Decode, httperror.Timeout, httperror.TooLarge} {
		e := &httperror.Error{Kind: kind, Attempts: 1, History: []httperror.Attempt{{Number: 1, StatusCode: 200, Duration: time.Millisecond}}, Err: fmt.Errorf("x")}
		if got := row(e, "Attempt 1"); !strings.Contains(got, "status 200 in 1ms; ") || !strings.Contains(got, "body") {
			t.Errorf("%s: got %q, want what the body failed with", kind, got)
		}
	}
}

func TestARedirectThatLeavesTLSIsNotToBeFollowedByHand(t *testing.T) {
	e := &httperror.Error{Kind: httperror.Redirect, StatusCode: 302, Method: "GET", URL: "https://a.example/", Delivery: httperror.Answered,
		Err: errors.New("redirect from https://a.example to http://a.example/ refused: it would leave TLS")}
	if got := row(e, "Repeat"); strings.Contains(got, "names") {
		t.Errorf("got %q", got)
	}
}
