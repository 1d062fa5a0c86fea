package restytest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"

	"github.com/go-resty/resty/v2"
	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

// secretly sets the canary wherever a request has a place for a secret.
func secretly(r *resty.Request) *resty.Request {
	return r.SetAuthToken(doortest.Canary).SetHeader("X-Api-Key", doortest.Canary).SetCookie(&http.Cookie{Name: "sid", Value: doortest.Canary}).
		SetQueryParam("token", doortest.Canary).SetHeader("Accept", "text/plain").SetBody(map[string]string{"password": doortest.Canary, "name": "Ada"})
}

func TestACurlCommandHadTheSecretsOfTheRequest(t *testing.T) {
	jar, _ := cookiejar.New(nil)
	base := testkit.Script(testkit.Text(200, "ok").With("Set-Cookie", "jar="+doortest.Canary))
	counting, calls := doortest.Count()
	c := doortest.NewClient(t, counting, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"), outbound.WithCookieJar(jar))
	curl := func(r *resty.Request) *resty.Request { return secretly(r).SetDebug(true).EnableGenerateCurlOnDebug() }
	r := curl(c.R(t.Context()))
	r.Method, r.URL = "POST", "/x"
	before := r.GenerateCurlCommand()
	if begun, _ := calls(); begun != 0 {
		t.Errorf("%d calls have begun, want none: nothing was executed", begun)
	}
	resp, err := r.Send()
	if err != nil {
		t.Fatal(err)
	}
	if got := string(base.Last(t).Body); !strings.Contains(got, doortest.Canary) || base.Last(t).URL.RawQuery != "token="+doortest.Canary {
		t.Errorf("got %s?%s, want what the request has set", got, base.Last(t).URL.RawQuery)
	}
	executed := curl(c.R(t.Context()))
	if _, err := executed.Post("/x"); err != nil {
		t.Fatal(err)
	}
	late := secretly(c.R(t.Context()))
	if _, err := late.Post("/x"); err != nil {
		t.Fatal(err)
	}
	failed := curl(c.R(t.Context())).SetQueryString("%zz")
	for name, got := range map[string]string{
		"before the execution":   before,
		"after it":               resp.Request.GenerateCurlCommand(),
		"after it alone":         executed.GenerateCurlCommand(),
		"switched on after it":   late.SetDebug(true).EnableGenerateCurlOnDebug().GenerateCurlCommand(),
		"of what cannot be sent": failed.GenerateCurlCommand(),
	} {
		if strings.Contains(got, doortest.Canary) || got == "" {
			t.Errorf("%s: got %q", name, got)
		}
	}
	for _, part := range []string{"curl -X POST", "Ada", "text/plain", "https://a.example/x"} {
		if !strings.Contains(before, part) || !strings.Contains(executed.GenerateCurlCommand(), part) {
			t.Errorf("got\n%s\n%s\nwithout %q", before, executed.GenerateCurlCommand(), part)
		}
	}
}

func TestSetDebugWroteNothingOrItsSecrets(t *testing.T) {
	var log bytes.Buffer
	reply := testkit.JSON(200, `{"name":"Bob","token":"`+doortest.Canary+`"}`).With("Set-Cookie", "sid="+doortest.Canary).With("Server", "nginx")
	tuned := func(rc *resty.Client) { rc.EnableGenerateCurlOnDebug() }
	debug := zerolog.New(&log).Level(zerolog.DebugLevel)
	for name, run := range map[string]func(){
		"the client's logger": func() {
			c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(reply)), outbound.WithResty(tuned), outbound.WithLogger(debug))
			_, _ = secretly(c.R(t.Context())).SetDebug(true).Post(doortest.Get().URL)
		},
		"the context's": func() {
			c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(reply)), outbound.WithResty(tuned))
			_, _ = secretly(c.R(debug.WithContext(t.Context()))).SetDebug(true).Post(doortest.Get().URL)
		},
		"for every request": func() {
			c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(reply)), outbound.WithLogger(debug), outbound.WithResty(func(rc *resty.Client) { rc.SetDebug(true) }))
			_, _ = secretly(c.R(t.Context())).Post(doortest.Get().URL)
		},
		"one of the request's own": func() {
			c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(reply)))
			_, _ = secretly(c.R(t.Context())).SetLogger(writer{&log}).SetDebug(true).Post(doortest.Get().URL)
		},
		"one of WithResty": func() {
			c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(reply)), outbound.WithResty(func(rc *resty.Client) { rc.SetLogger(writer{&log}) }))
			_, _ = secretly(c.R(t.Context())).SetDebug(true).Post(doortest.Get().URL)
		},
	} {
		log.Reset()
		run()
		got := log.String()
		if strings.Contains(got, doortest.Canary) {
			t.Errorf("%s: got\n%s", name, got)
		}
		for _, part := range []string{"POST", "a.example", "Ada", "text/plain", "200", "nginx", "Bob"} {
			if !strings.Contains(got, part) {
				t.Errorf("%s: got\n%s\nwithout %q", name, got, part)
			}
		}
	}
}

// writer is a logger of resty's that prints.
type writer struct{ *bytes.Buffer }

func (w writer) Errorf(format string, v ...any) { w.Debugf(format, v...) }
func (w writer) Warnf(format string, v ...any)  { w.Debugf(format, v...) }
func (w writer) Debugf(_ string, v ...any)      { _ = json.NewEncoder(w).Encode(v) }
