package httperror_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/outbound/httperror"
)

func full() *httperror.Error {
	return &httperror.Error{
		Kind: httperror.ServerStatus, Client: "billing", Operation: "list", Method: "GET", URL: "https://h/p?q=xxxxx",
		StatusCode: 503, Status: "503 Service Unavailable", Header: http.Header{"X-Canary": {"canary"}}, Body: []byte("canary"),
		RequestID: "id-1", Attempts: 2, Elapsed: 1500 * time.Millisecond, RetryAfter: 3 * time.Second, Reason: "attempts",
		History: []httperror.Attempt{{Number: 1, StatusCode: 503, Kind: httperror.ServerStatus}, {Number: 2, StatusCode: 503, Kind: httperror.ServerStatus, Wait: time.Second}},
	}
}

func TestErrorIsOneLine(t *testing.T) {
	for _, test := range []struct {
		name string
		err  *httperror.Error
		want string
	}{
		{"a status after retries", full(), "billing: list: GET https://h/p?q=xxxxx: server_status: 503 Service Unavailable; given up: no attempt is left; 2 attempts in 1.5s, request ID id-1"},
		{"a transport failure without retry", &httperror.Error{Kind: httperror.Reset, Method: "PUT", URL: "http://h/", Attempts: 1, Err: io.EOF}, "PUT http://h/: reset: EOF; 1 attempt"},
		{"a bare kind", &httperror.Error{Kind: httperror.Closed}, "closed"},
		{"a status without a text", &httperror.Error{Kind: httperror.ClientStatus, StatusCode: 404}, "client_status: 404"},
		{"control characters become spaces", &httperror.Error{Kind: httperror.Protocol, Err: errors.New("a\r\nb\x00c")}, "protocol: a  b c"},
		{"a nested error does not repeat itself", &httperror.Error{Kind: httperror.Auth, Method: "GET", URL: "http://h/", Err: &httperror.Error{Kind: httperror.ServerStatus, Method: "POST", URL: "http://t/", StatusCode: 500, Status: "500 No"}}, "GET http://h/: auth: server_status: 500 No"},
		{"the URL of a url.Error is not quoted", &httperror.Error{Kind: httperror.Request, Err: &url.Error{Op: "parse", URL: "http://u:canary@h", Err: errors.New("bad")}}, "request: bad"},
		{"a long cause is cut", &httperror.Error{Kind: httperror.Unknown, Err: errors.New(strings.Repeat("x", 600))}, "unknown: " + strings.Repeat("x", 512) + "…"},
		{"a problem's title stands behind the status", &httperror.Error{Kind: httperror.ClientStatus, StatusCode: 403, Status: "403 Forbidden", Problem: &httperror.Problem{Title: "No credit"}}, "client_status: 403 Forbidden: No credit"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.err.Error(); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestNoVerbPrintsTheFields(t *testing.T) {
	e := full()
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var line strings.Builder
	slog.New(slog.NewJSONHandler(&line, nil)).Error("x", "err", e)
	for what, s := range map[string]string{
		"%v": fmt.Sprintf("%v", e), "%+v": fmt.Sprintf("%+v", e), "%#v": fmt.Sprintf("%#v", e), "%s": fmt.Sprintf("%s", e),
		"%q": fmt.Sprintf("%q", e), "%d": fmt.Sprintf("%d", e), "JSON": string(text), "joined": errors.Join(io.EOF, e).Error(), "slog": line.String(),
	} {
		if strings.Contains(s, "canary") {
			t.Errorf("%s prints a field: %s", what, s)
		}
		if !strings.Contains(s, "503") && what != "%d" {
			t.Errorf("%s does not say the status: %s", what, s)
		}
	}
}

func TestJSONHasTheShownFields(t *testing.T) {
	text, err := json.Marshal(full())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"kind":"server_status","client":"billing","operation":"list","method":"GET","url":"https://h/p?q=xxxxx","status":503,` +
		`"request_id":"id-1","attempts":2,"history":[{"number":1,"status":503,"kind":"server_status","wait":0,"duration":0},` +
		`{"number":2,"status":503,"kind":"server_status","wait":1,"duration":0}],"elapsed":1.5,"retry_after":3,"reason":"attempts"}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
}

func TestIsAsksForKindAndStatus(t *testing.T) {
	err := fmt.Errorf("wrapped: %w", full())
	for _, test := range []struct {
		target error
		want   bool
	}{
		{httperror.ServerStatus, true}, {httperror.RateLimited, false},
		{httperror.Status(503), true}, {httperror.Status(500), false},
		{context.DeadlineExceeded, false}, {io.EOF, false},
	} {
		if got := errors.Is(err, test.target); got != test.want {
			t.Errorf("errors.Is(err, %v): got %v, want %v", test.target, got, test.want)
		}
	}
	if errors.Is(&httperror.Error{Kind: httperror.Reset}, httperror.Status(0)) {
		t.Error("an error without a response has no status, not even 0")
	}
}

type timeouter bool

func (t timeouter) Error() string { return "t" }
func (t timeouter) Timeout() bool { return bool(t) }

func TestTimeout(t *testing.T) {
	for _, test := range []struct {
		name string
		err  httperror.Error
		want bool
	}{
		{"an attempt's timeout", httperror.Error{Kind: httperror.Timeout}, true},
		{"the caller's deadline", httperror.Error{Kind: httperror.Deadline}, true},
		{"a dial that took too long", httperror.Error{Kind: httperror.Connect, Err: timeouter(true)}, true},
		{"a refused dial", httperror.Error{Kind: httperror.Connect, Err: timeouter(false)}, false},
		{"a cancel, whatever its cause says", httperror.Error{Kind: httperror.Canceled, Err: timeouter(true)}, false},
		{"a status", httperror.Error{Kind: httperror.ServerStatus, StatusCode: 504}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.err.Timeout(); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
