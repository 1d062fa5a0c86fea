package doortest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
)

func TestTheRequestOfAResponseHasNoneOfTheHousesCredentials(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "ok"))
	c := NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"),
		outbound.WithHeader("X-House", Canary), outbound.WithAuth(auth.QueryKey("key", Canary)))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, Get().URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, send := range map[string]func() (*http.Response, error){
		"Do":   func() (*http.Response, error) { return c.Do(req) },
		"HTTP": func() (*http.Response, error) { return c.HTTP().Do(req) },
		"R": func() (*http.Response, error) {
			resp, err := c.R(t.Context()).Get(Get().URL)
			return resp.RawResponse, err
		},
	} {
		resp, err := send()
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if shown := fmt.Sprint(resp.Request.URL, resp.Request.Header); strings.Contains(shown, Canary) {
			t.Errorf("%s: got %s", name, shown)
		}
		if sent := base.Last(t); sent.Header.Get("X-House") != Canary || sent.URL.Query().Get("key") != Canary {
			t.Errorf("%s: nothing was authorized", name)
		}
	}
}

func TestARequestThatCannotBeSentIsRefusedInsideTheChain(t *testing.T) {
	for name, broken := range map[string]func(*http.Request){
		"a header name":      func(r *http.Request) { r.Header["X Key"] = []string{"v"} },
		"a header value":     func(r *http.Request) { r.Header["X-Key"] = []string{"v\r\nX-Other: w"} },
		"a query":            func(r *http.Request) { r.URL.RawQuery = "q=1\r\nX: y" },
		"a host":             func(r *http.Request) { r.URL.Host = "a.example\r\n" },
		"a verb":             func(r *http.Request) { r.Method = "GET /" },
		"a scheme":           func(r *http.Request) { r.URL.Scheme = "gopher" },
		"no host":            func(r *http.Request) { r.URL.Host = "" },
		"no host but a port": func(r *http.Request) { r.URL.Host = ":80" },
	} {
		t.Run(name, func(t *testing.T) {
			base := testkit.Script(testkit.Text(200, "ok"))
			c := NewClient(t, outbound.WithMockTransport(base))
			body := testkit.NewBody(strings.NewReader("body"))
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, Get().URL, body)
			if err != nil {
				t.Fatal(err)
			}
			broken(req)
			_, err = c.Do(req)
			WantKind(t, err, httperror.Request)
			if body.Closes() == 0 {
				t.Error("the request body was not closed")
			}
			base.WantSent(t, 0)
		})
	}
}

func TestARequestThatIsNone(t *testing.T) {
	c := NewClient(t)
	for name, req := range map[string]*http.Request{"nil": nil, "empty": {}, "without a URL": {Method: "GET", Header: http.Header{}}} {
		_, err := c.Do(req)
		if WantKind(t, err, httperror.Request); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

func TestAnAnswerThatIsNoneIsAProtocolError(t *testing.T) {
	for name, r := range map[string]testkit.Reply{"an unasked 101": testkit.Status(101), "status 0": testkit.Status(0), "status 99": testkit.Status(99)} {
		t.Run(name, func(t *testing.T) {
			EachDoor(t, func(t *testing.T, d Door) {
				base := testkit.Script(r)
				_, err := d.Call(t.Context(), NewClient(t, outbound.WithMockTransport(base)), Get())
				WantKind(t, err, httperror.Protocol)
				base.WantClosed(t)
			})
		})
	}
}

func TestAnUpgradeThatWasAskedForIsAnAnswer(t *testing.T) {
	base := testkit.Script(testkit.Status(101).With("Upgrade", "echo"))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, Get().URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Upgrade", "echo")
	req.Header.Set("Connection", "Upgrade")
	resp, err := NewClient(t, outbound.WithMockTransport(base)).Do(req)
	if err != nil || resp.StatusCode != 101 {
		t.Fatalf("got %v, %v, want the 101", resp, err)
	}
	_ = resp.Body.Close()
}
