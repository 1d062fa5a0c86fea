package doortest

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

func TestAStatusIsAnErrorAtEveryDoor(t *testing.T) {
	for code, kind := range map[int]httperror.Kind{
		400: httperror.ClientStatus, 404: httperror.ClientStatus, 429: httperror.RateLimited,
		499: httperror.ClientStatus, 500: httperror.ServerStatus, 503: httperror.ServerStatus, 599: httperror.ServerStatus,
	} {
		EachDoor(t, func(t *testing.T, d Door) {
			base := testkit.Script(testkit.Text(code, "the page of the error").With("Set-Cookie", "id="+Canary).With("Retry-After", "7"))
			c := NewClient(t, outbound.Preset("users", outbound.WithMockTransport(base), outbound.WithRequestID("X-Request-Id")))
			_, err := d.Call(t.Context(), c, Ask{Method: "get", URL: "https://u:" + Canary + "@a.example/users/42?key=" + Canary + "#f",
				Opts: []outbound.CallOption{outbound.Operation("get user")}})
			e := WantKind(t, err, kind)
			switch {
			case e.StatusCode != code || !errors.Is(err, httperror.Status(code)) || !strings.HasPrefix(e.Status, "4") && !strings.HasPrefix(e.Status, "5"):
				t.Errorf("got status %d %q, want %d", e.StatusCode, e.Status, code)
			case string(e.Body) != "the page of the error":
				t.Errorf("got body %q", e.Body)
			case e.Client != "users" || e.Operation != "get user" || e.Method != "GET" || e.URL != "https://a.example/users/42?key=xxxxx":
				t.Errorf("got %q %q %q %q", e.Client, e.Operation, e.Method, e.URL)
			case e.Attempts != 1 || len(e.History) != 1 || e.History[0].StatusCode != code || e.History[0].Kind != kind || e.Reason != "":
				t.Errorf("got %d attempts, history %+v, reason %q", e.Attempts, e.History, e.Reason)
			case e.RetryAfter != 7*time.Second || e.Header.Get("Set-Cookie") != "" || e.Header.Get("Retry-After") != "7":
				t.Errorf("got Retry-After %v, header %v", e.RetryAfter, e.Header)
			case e.RequestID == "" || e.RequestID != base.Last(t).Header.Get("X-Request-Id"):
				t.Errorf("got request ID %q", e.RequestID)
			case strings.Contains(err.Error(), Canary):
				t.Errorf("got %q, which shows a secret", err)
			}
			base.WantSent(t, 1)
			base.WantClosed(t)
		})
	}
}

func TestAnAllowedStatusIsAnAnswerAtEveryDoor(t *testing.T) {
	EachDoor(t, func(t *testing.T, d Door) {
		base := testkit.Script(testkit.Text(503, "not now"))
		c := NewClient(t, outbound.WithMockTransport(base), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
		got, err := d.Call(t.Context(), c, Get(outbound.AllowStatus(404), outbound.AllowStatus(503)))
		if want := (Answer{503, "not now"}); err != nil || got != want {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
		base.WantSent(t, 1)
		base.WantClosed(t)
	})
}

func TestRReturnsTheResponseBesideTheStatusError(t *testing.T) {
	c := NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(404, "no such user").With("X-Mine", "1"))))
	resp, err := c.R(t.Context()).Get("https://a.example/")
	WantKind(t, err, httperror.ClientStatus)
	if resp == nil || resp.StatusCode() != 404 || resp.String() != "no such user" || resp.Header().Get("X-Mine") != "1" {
		t.Errorf("got response %v, want the 404 with its body", resp)
	}
}

func TestHTTPLeavesStatusesResponses(t *testing.T) {
	c := NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(503, "not now"))), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
	resp, err := c.HTTP().Get("https://a.example/")
	if err != nil || resp.StatusCode != 503 {
		t.Fatalf("got %v, %v, want the 503", resp, err)
	}
	e := WantKind(t, outbound.CheckResponse(resp), httperror.ServerStatus)
	if e.Attempts != 4 || len(e.History) != 4 || e.Reason != string(retry.AttemptsExhausted) || string(e.Body) != "not now" {
		t.Errorf("got %d attempts, history %v, reason %q, body %q", e.Attempts, e.History, e.Reason, e.Body)
	}
}

func TestCheckResponseServesAForeignResponseToo(t *testing.T) {
	for code, want := range map[int]httperror.Kind{200: "", 302: "", 399: "", 404: httperror.ClientStatus, 600: ""} {
		body := testkit.NewBody(http.NoBody)
		err := outbound.CheckResponse(&http.Response{StatusCode: code, Body: body})
		if httperror.Classify(err) != want || body.Closes() > 0 != (want != "") {
			t.Errorf("%d: got %v, closed %t, want kind %q", code, err, body.Closes() > 0, want)
		}
	}
	if err := outbound.CheckResponse(nil); err == nil {
		t.Error("nil: got no error, want one")
	}
}

func TestAnErrorKeepsEightKiBOfTheBody(t *testing.T) {
	EachDoor(t, func(t *testing.T, d Door) {
		base := testkit.Script(testkit.Text(500, strings.Repeat("x", 100_000)))
		_, err := d.Call(t.Context(), NewClient(t, outbound.WithMockTransport(base)), Get())
		if e := WantKind(t, err, httperror.ServerStatus); len(e.Body) != httperror.MaxBody {
			t.Errorf("got %d bytes, want %d", len(e.Body), httperror.MaxBody)
		}
		base.WantClosed(t)
	})
}
