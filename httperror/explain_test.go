package httperror_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"example.com/outbound/httperror"
)

func history(n int) (h []httperror.Attempt) {
	for i := range n {
		h = append(h, httperror.Attempt{Number: i + 1, Kind: httperror.Timeout, Wait: time.Duration(i) * time.Second, Duration: 10 * time.Second, Progress: "connected in 3ms, request written"})
	}
	return h
}

func TestExplainSaysWhatEachAttemptAndWhatEndedTheCall(t *testing.T) {
	e := full()
	e.Limit, e.Detail, e.Delivery = "attempts 2", "given up: both attempts are used", httperror.Answered
	e.History[1].Duration = 1420 * time.Microsecond
	want := `GET https://h/p?q=xxxxx failed after 2 attempts in 1.5s.
  Client      billing, operation list
  Request ID  id-1
  Failure     server_status: 503 Service Unavailable
  Attempt 1   status 503
  Attempt 2   after a wait of 1s: status 503 in 1.42ms
  Ended       given up: both attempts are used
  Limit       attempts 2, set by WithRetry (Policy.Attempts)
  Delivery    answered: status 503, the server failed
  Repeat      yes, after 3s, as the server asks (Retry-After)
  Next step   ask the owner of h: the log of the server has the cause, under the
              request ID above
`
	if got := e.Explain(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestExplainHasFiveToFifteenLinesWhateverTheHistory(t *testing.T) {
	for name, e := range map[string]*httperror.Error{
		"nothing is known":       {},
		"a refused request":      {Kind: httperror.Request, Method: "GET", Delivery: httperror.NotSent},
		"four attempts":          {Kind: httperror.Timeout, Method: "POST", URL: "http://h/" + strings.Repeat("long/", 60), Attempts: 4, History: history(4), Reason: "attempts", Limit: "attempts 4"},
		"sixty-four attempts":    {Kind: httperror.Timeout, Attempts: 64, History: history(64)},
		"more than are recorded": {Kind: httperror.Timeout, Attempts: 1000, History: history(64)},
		"a long cause": {Kind: httperror.Unknown, Err: fmt.Errorf("%s", strings.Repeat("very long ", 80)), Detail: strings.Repeat("long ", 90),
			Client: strings.Repeat("name ", 30), Attempts: 4, History: history(4), Delivery: httperror.MaybeProcessed, Method: "POST", Reason: "method"},
	} {
		text := e.Explain()
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		if len(lines) < 5 || len(lines) > 15 {
			t.Errorf("%s: got %d lines, want 5 to 15:\n%s", name, len(lines), text)
		}
		for _, l := range lines[1:] {
			if utf8.RuneCountInString(l) > 80 {
				t.Errorf("%s: a line is wider than 80 columns: %q", name, l)
			}
		}
	}
}

func TestExplainSaysHowManyAttemptsAreMissing(t *testing.T) {
	e := &httperror.Error{Kind: httperror.Timeout, Attempts: 1000, History: history(64)}
	if want := "997 more attempts, 936 of them are missing in the history"; !strings.Contains(e.Explain(), want) {
		t.Errorf("got:\n%s\nwant %q in it", e.Explain(), want)
	}
}

func TestTheTextSaysWhetherTheServerMayHaveProcessedTheRequest(t *testing.T) {
	for _, test := range []struct {
		name string
		err  httperror.Error
		want string
	}{
		{"a POST that broke", httperror.Error{Kind: httperror.Reset, Method: "POST", Delivery: httperror.MaybeProcessed}, "POST: reset; the server may have processed it"},
		{"a GET too", httperror.Error{Kind: httperror.Reset, Method: "GET", Delivery: httperror.MaybeProcessed}, "GET: reset; the server may have processed it"},
		{"not sent", httperror.Error{Kind: httperror.Connect, Method: "POST", Delivery: httperror.NotSent}, "POST: connect; the request was not sent"},
		{"said already", httperror.Error{Kind: httperror.Reset, Method: "POST", Attempts: 1, Reason: "method", Delivery: httperror.MaybeProcessed},
			"POST: reset; POST was not sent again: the server may have processed it, and the call has no idempotency key; 1 attempt"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestAKindIsNotSaidTwice(t *testing.T) {
	for cause, want := range map[string]string{
		"tls: bad certificate":     "tls: bad certificate",
		"the tls handshake failed": "tls: the tls handshake failed",
		"tlsx":                     "tls: tlsx",
		"handshake failed":         "tls: handshake failed",
	} {
		if got := (&httperror.Error{Kind: httperror.TLS, Err: fmt.Errorf("%s", cause)}).Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestNoAdviceIsCut(t *testing.T) {
	for _, kind := range []httperror.Kind{
		httperror.Request, httperror.Canceled, httperror.Deadline, httperror.Timeout, httperror.DNS, httperror.Connect, httperror.TLS, httperror.Proxy,
		httperror.Reset, httperror.Protocol, httperror.Body, httperror.TooLarge, httperror.Redirect, httperror.ClientStatus, httperror.RateLimited,
		httperror.ServerStatus, httperror.Decode, httperror.Auth, httperror.Closed, httperror.CircuitOpen, httperror.Limited, httperror.Blocked, httperror.Unknown,
	} {
		for _, reason := range []string{"", "method", "body", "retry_after", "deadline", "held", "budget"} {
			for _, d := range []httperror.Delivery{httperror.NotSent, httperror.Answered, httperror.MaybeProcessed} {
				e := &httperror.Error{Kind: kind, Reason: reason, Delivery: d, Method: "POST"}
				if text := e.Explain(); strings.Contains(text, "…") {
					t.Errorf("%s, %s: a text is cut:\n%s", kind, reason, text)
				}
			}
		}
	}
}

func TestTheRequestIDIsShownBesideLongNames(t *testing.T) {
	const id = "0276988c-e99d-4ea8-85a0-60e1d5d359ad"
	e := &httperror.Error{Kind: httperror.Timeout, Client: "billing", Operation: "get the invoices of a customer", RequestID: id, Err: fmt.Errorf("%s", strings.Repeat("long ", 60))}
	if got := e.Explain(); !strings.Contains(got, "\n  Request ID  "+id+"\n") {
		t.Errorf("got:\n%s\nwant the request ID in it", got)
	}
}

func TestTheDeliverySaysWhetherAndWhenTheCallMayBeRepeated(t *testing.T) {
	for _, test := range []struct {
		name string
		err  httperror.Error
		want string
	}{
		{"a POST without a key", httperror.Error{Kind: httperror.Reset, Method: "POST", Delivery: httperror.MaybeProcessed}, "Repeat only if it was not processed (ask the server, by time and URL)"},
		{"a POST without a key, with a request ID", httperror.Error{Kind: httperror.Reset, Method: "POST", RequestID: "id", IDField: "X-Id", Delivery: httperror.MaybeProcessed}, "Request ID id (X-Id) Failure"},
		{"a POST with a key", httperror.Error{Kind: httperror.Reset, Method: "POST", Keyed: true, Delivery: httperror.MaybeProcessed}, "Repeat yes, with the same Idempotency-Key; with another one only if it was not processed (ask the server"},
		{"a DELETE", httperror.Error{Kind: httperror.Reset, Method: "DELETE", Delivery: httperror.MaybeProcessed}, "Repeat yes, at any time: DELETE is idempotent"},
		{"a server that asks for a pause", httperror.Error{Kind: httperror.RateLimited, Method: "GET", StatusCode: 429, RetryAfter: 2 * time.Minute, Time: time.Date(2026, 3, 1, 9, 0, 10, 0, time.FixedZone("CET", 3600)), Delivery: httperror.Answered}, "Repeat yes, after 2m0s (08:02:10 UTC), as the server asks"},
		{"an open breaker", httperror.Error{Kind: httperror.CircuitOpen, Method: "POST", RetryAfter: time.Minute, Delivery: httperror.NotSent}, "Repeat yes, after 60s, when the client lets a request through"},
		{"credentials", httperror.Error{Kind: httperror.Auth, Method: "POST", Delivery: httperror.NotSent}, "Repeat no use before the credentials are right"},
		{"a POST that is redirected", httperror.Error{Kind: httperror.Redirect, Method: "POST", StatusCode: 307, Delivery: httperror.Answered}, "Repeat no use at this URL; send it to the address that the redirect names"},
		{"a POST that was processed", httperror.Error{Kind: httperror.Decode, Method: "POST", StatusCode: 201, Delivery: httperror.Answered}, "Repeat no: the server has processed the POST"},
	} {
		got := strings.Join(strings.Fields(test.err.Explain()), " ")
		if !strings.Contains(got, test.want) {
			t.Errorf("%s: got %s\nwant %q in it", test.name, got, test.want)
		}
	}
}
