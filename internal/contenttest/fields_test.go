package contenttest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
)

var transportFields = []string{"Connection", "Proxy-Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "TE", "Trailer"}

func TestADefaultThatCannotBeOneIsAnErrorOfNewThatNamesIt(t *testing.T) {
	base := outbound.WithBaseURL("https://a.example")
	for name, opts := range map[string][]outbound.Option{
		"Content-Length":  {base, outbound.WithHeader("content-length", "3")},
		"Host":            {outbound.WithHeader("host", "a.example")},
		"Host with slash": {base, outbound.WithHeader("Host", "a.example/x")},
		"Host empty":      {base, outbound.WithHeader("Host", "")},
		"Authorization":   {outbound.WithHeader("Authorization", "Bearer x")},
		"X-Api-Key":       {outbound.WithHeader("X-Api-Key", "x")},
		"X-Tenant":        {outbound.WithHeader("X-Tenant", "x"), outbound.WithSecretNames("x-tenant")},
	} {
		field, _, _ := strings.Cut(name, " ")
		if _, err := outbound.New(opts...); err == nil || !strings.Contains(err.Error(), `"`+field+`"`) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for _, name := range transportFields {
		_, err := outbound.New(base, outbound.WithHeader(name, "x"))
		if err == nil || !strings.Contains(err.Error(), "transport") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := outbound.New(base, outbound.WithHeader("Host", "tenant.example:8443"), outbound.WithHeader("Expect", "100-continue"), outbound.WithHeader("Authorization", "x")); err != nil {
		t.Error(err)
	}
}

func TestAFieldOfTheTransportIsRefusedOnARequestOfResty(t *testing.T) {
	s := doortest.NewWire(t, nil)
	for _, name := range transportFields {
		_, err := doortest.NewClient(t, outbound.WithBaseURL(s.URL)).R(t.Context()).SetHeader(name, "x").SetBody("x").Put("/")
		doortest.WantKind(t, err, httperror.Request)
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestAFieldOfTheTransportPassesOnTheCallersOwnRequest(t *testing.T) {
	s := doortest.NewWire(t, nil)
	c := doortest.NewClient(t, outbound.WithBaseURL(s.URL))
	for name, send := range map[string]func(*http.Request) (*http.Response, error){
		"HTTP": c.HTTP().Do,
		"Do":   func(req *http.Request) (*http.Response, error) { return c.Do(req) },
	} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", s.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("TE", "trailers")
		req.Header.Set("Connection", "TE")
		resp, err := send(req)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_ = resp.Body.Close()
	}
	for _, got := range s.Requests() {
		if got.Header.Get("Te") != "trailers" || got.Header.Get("Connection") != "TE" {
			t.Errorf("got %v, want the caller's fields", got.Header)
		}
	}
}

func TestRestysUserAgentNeverShows(t *testing.T) {
	for name, opts := range map[string][]outbound.Option{
		"none":           {outbound.WithUserAgent("")},
		"none by header": {outbound.WithHeader("User-Agent", "")},
		"the default":    nil,
		"resty's":        {outbound.WithResty(func(rc *resty.Client) { rc.Header.Del("User-Agent") })},
	} {
		s := doortest.NewWire(t, nil)
		c := doortest.NewClient(t, append(opts, outbound.WithBaseURL(s.URL))...)
		r := c.R(t.Context())
		for range 2 { // a request may be executed again
			if _, err := r.Get("/"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := outbound.Get[string](t.Context(), c, "/"); err != nil {
			t.Fatal(err)
		}
		want := s.Requests()[2].Header.Get("User-Agent")
		for _, got := range s.Requests() {
			if ua := got.Header.Get("User-Agent"); strings.Contains(ua, "resty") || strings.Contains(ua, "Go-http") || ua != want {
				t.Errorf("%s: got %q and %q", name, ua, want)
			}
		}
	}
}

func TestATypedCallAsksForWhatItsResultTakes(t *testing.T) {
	for way, opts := range waysOfTyped() {
		s := doortest.NewWire(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, "{}")
		})
		c := doortest.NewClient(t, append(opts, outbound.WithBaseURL(s.URL))...)
		_, err1 := outbound.Get[[]byte](t.Context(), c, "/")
		_, err2 := outbound.Get[string](t.Context(), c, "/")
		_, err3 := outbound.Get[struct{}](t.Context(), c, "/")
		_, err4 := outbound.Get[struct{ A int }](t.Context(), c, "/")
		_, err5 := outbound.Get[map[string]any](t.Context(), c, "/")
		for i, err := range []error{err1, err2, err3, err4, err5} {
			if err != nil {
				t.Fatal(err)
			}
			want := "*/*"
			if i > 2 {
				want = "application/json"
			}
			if got := s.Requests()[i].Header["Accept"]; len(got) != 1 || got[0] != want {
				t.Errorf("%s, call %d: got Accept %q, want %q", way, i+1, got, want)
			}
		}
	}
}

// What belongs to one call goes to the first origin of the call.
func TestFieldsAndQueryOfACallStayAtTheirOrigin(t *testing.T) {
	for _, e := range doortest.Entries {
		other := doortest.NewWire(t, nil)
		s := doortest.NewWire(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL+"/to", http.StatusFound) })
		c := doortest.NewClient(t, append(e.Opts, outbound.WithBaseURL(s.URL), outbound.WithHeader("X-Default", "1"), outbound.WithHeader("Host", "tenant.example"))...)
		a := doortest.Ask{Method: "GET", URL: "/from", Opts: []outbound.CallOption{outbound.Header("X-Api-Key", doortest.Canary), outbound.AddHeader("X-Mine", doortest.Canary), outbound.Query("token", doortest.Canary), outbound.Header("Host", "other.example")}}
		if _, err := e.Call(t.Context(), c, a); err != nil {
			t.Fatalf("%s: %v", e.Name, err)
		}
		if got := s.Only(t); got.Host != "other.example" || got.Header.Get("X-Mine") != doortest.Canary || !strings.Contains(got.Target, doortest.Canary) {
			t.Errorf("%s: got %+v at home", e.Name, got)
		}
		got := other.Only(t)
		if got.Host != strings.TrimPrefix(other.URL, "http://") || got.Target != "/to" || got.Header.Get("X-Default") != "" {
			t.Errorf("%s: got %+v elsewhere", e.Name, got)
		}
		for name, values := range got.Header {
			if strings.Contains(strings.Join(values, ","), doortest.Canary) {
				t.Errorf("%s: %s went along", e.Name, name)
			}
		}
	}
}

func TestADefaultHostIsForTheBaseURLOnly(t *testing.T) {
	for _, e := range doortest.Entries {
		other := doortest.NewWire(t, nil)
		c := doortest.NewClient(t, append(e.Opts, outbound.WithBaseURL("https://a.example"), outbound.WithHeader("Host", "tenant.example"))...)
		if _, err := e.Call(t.Context(), c, doortest.Ask{Method: "GET", URL: other.URL + "/"}); err != nil {
			t.Fatal(err)
		}
		if got := other.Only(t).Host; got == "tenant.example" {
			t.Errorf("%s: got the Host of the base URL at another server", e.Name)
		}
	}
}

// A reverse proxy sets the Host of its request by itself.
func TestTheHostOfTheCallersRequestWins(t *testing.T) {
	s := doortest.NewWire(t, nil)
	c := doortest.NewClient(t, outbound.WithBaseURL(s.URL), outbound.WithHeader("Host", "tenant.example"))
	req := httptest.NewRequestWithContext(t.Context(), "GET", s.URL, nil)
	req.RequestURI, req.Host = "", "mine.example"
	resp, err := c.HTTP().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if got := s.Only(t).Host; got != "mine.example" {
		t.Errorf("got the Host %q", got)
	}
}
