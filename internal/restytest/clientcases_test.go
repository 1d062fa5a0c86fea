package restytest

import (
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

type rcl = *resty.Client

var clientCases = map[string]func(*testing.T){
	"AddRetryAfterErrorCondition": newRefuses(func(c rcl) { c.AddRetryAfterErrorCondition() }),
	"AddRetryCondition":           newRefuses(func(c rcl) { c.AddRetryCondition(func(*resty.Response, error) bool { return true }) }),
	"AddRetryHook":                newRefuses(func(c rcl) { c.AddRetryHook(func(*resty.Response, error) {}) }),
	"SetRetryAfter":               newRefuses(func(c rcl) { c.SetRetryAfter(func(rcl, *resty.Response) (time.Duration, error) { return 0, nil }) }),
	"SetRetryCount":               newRefuses(func(c rcl) { c.SetRetryCount(3) }),
	"SetRetryMaxWaitTime":         newRefuses(func(c rcl) { c.SetRetryMaxWaitTime(time.Minute) }),
	"SetRetryResetReaders":        newRefuses(func(c rcl) { c.SetRetryResetReaders(true) }),
	"SetRetryWaitTime":            newRefuses(func(c rcl) { c.SetRetryWaitTime(time.Minute) }),

	"SetProxy":                           newRefuses(func(c rcl) { c.SetProxy("http://p.example") }),
	"RemoveProxy":                        newRefuses(func(c rcl) { c.RemoveProxy() }),
	"SetCertificates":                    newRefuses(func(c rcl) { c.SetCertificates(tls.Certificate{}) }),
	"SetClientRootCertificate":           newRefuses(func(c rcl) { c.SetClientRootCertificate("../../go.mod") }),
	"SetClientRootCertificateFromString": newRefuses(func(c rcl) { c.SetClientRootCertificateFromString("x") }),
	"SetRootCertificate":                 newRefuses(func(c rcl) { c.SetRootCertificate("../../go.mod") }),
	"SetRootCertificateFromString":       newRefuses(func(c rcl) { c.SetRootCertificateFromString("x") }),
	"SetTLSClientConfig":                 newRefuses(func(c rcl) { c.SetTLSClientConfig(&tls.Config{MinVersion: tls.VersionTLS13}) }),
	"SetAuthToken":                       newRefuses(func(c rcl) { c.SetAuthToken("t") }),
	"SetBasicAuth":                       newRefuses(func(c rcl) { c.SetBasicAuth("u", "p") }),
	"SetDigestAuth":                      newRefuses(func(c rcl) { c.SetDigestAuth("u", "p") }),
	"SetBaseURL":                         newRefuses(func(c rcl) { c.SetBaseURL("https://b.example") }),
	"SetHostURL":                         newRefuses(func(c rcl) { c.SetHostURL("https://b.example") }), //nolint:staticcheck // deprecated, and callable
	"SetCookie":                          newRefuses(func(c rcl) { c.SetCookie(&http.Cookie{Name: "a", Value: "1"}) }),
	"SetCookies":                         newRefuses(func(c rcl) { c.SetCookies([]*http.Cookie{{Name: "a", Value: "1"}}) }),
	"SetCookieJar":                       newRefuses(func(c rcl) { jar, _ := cookiejar.New(nil); c.SetCookieJar(jar) }),
	"SetFormData":                        newRefuses(func(c rcl) { c.SetFormData(map[string]string{"a": "1"}) }),
	"SetRedirectPolicy":                  newRefuses(func(c rcl) { c.SetRedirectPolicy(resty.NoRedirectPolicy()) }),
	"SetTimeout":                         newRefuses(func(c rcl) { c.SetTimeout(time.Second) }),
	"SetTransport":                       newRefuses(func(c rcl) { c.SetTransport(http.DefaultTransport) }),

	"Clone":      wantOwnCall(func(c rcl) *resty.Request { return c.Clone().R() }),
	"NewRequest": wantOwnCall(rcl.NewRequest),
	"R":          wantOwnCall(rcl.R),
	"GetClient":  newRefuses(func(c rcl) { c.GetClient().Timeout = time.Second }),
	"Transport": tuned(func(c rcl) {
		if _, err := c.Transport(); err == nil {
			panic("no error")
		}
	}),
	"IsProxySet": tuned(func(c rcl) {
		if c.IsProxySet() {
			panic("a proxy")
		}
	}),

	"OnAfterResponse":   hooked(func(c rcl, n *int) { c.OnAfterResponse(func(rcl, *resty.Response) error { *n++; return nil }) }, 2, 0),
	"OnSuccess":         hooked(func(c rcl, n *int) { c.OnSuccess(func(rcl, *resty.Response) { *n++ }) }, 1, 0),
	"OnError":           hooked(func(c rcl, n *int) { c.OnError(func(*resty.Request, error) { *n++ }) }, 1, 0),
	"OnBeforeRequest":   hooked(func(c rcl, n *int) { c.OnBeforeRequest(func(rcl, *resty.Request) error { *n++; return nil }) }, 2, 2),
	"SetPreRequestHook": hooked(func(c rcl, n *int) { c.SetPreRequestHook(func(rcl, *http.Request) error { *n++; return nil }) }, 2, 2),
	"OnRequestLog":      hooked(func(c rcl, n *int) { c.SetDebug(true).OnRequestLog(func(*resty.RequestLog) error { *n++; return nil }) }, 2, 2),
	"OnResponseLog": hooked(func(c rcl, n *int) {
		c.SetDebug(true).OnResponseLog(func(*resty.ResponseLog) error { *n++; return nil })
	}, 2, 2),
	"OnPanic": TestAHookThatPanicsLeftItsCallOpen,
	"OnInvalid": func(t *testing.T) {
		n := 0
		c := doortest.NewClient(t, outbound.WithResty(func(c rcl) { c.OnInvalid(func(*resty.Request, error) { n++ }) }))
		if _, err := c.R(t.Context()).SetFile("f", "../../go.mod").Get("https://a.example"); err == nil || n != 1 {
			t.Errorf("got %v, %d calls of the hook", err, n)
		}
	},

	"EnableGenerateCurlOnDebug":  TestSetDebugWroteNothingOrItsSecrets,
	"DisableGenerateCurlOnDebug": tuned(func(c rcl) { c.SetDebug(true).EnableGenerateCurlOnDebug().DisableGenerateCurlOnDebug() }),
	"SetDebug":                   TestSetDebugWroteNothingOrItsSecrets,
	"SetDebugBodyLimit":          tuned(func(c rcl) { c.SetDebug(true).SetDebugBodyLimit(1) }),
	"SetLogger":                  TestSetDebugWroteNothingOrItsSecrets,
	"SetDisableWarn":             tuned(func(c rcl) { c.SetDisableWarn(false) }),
	"EnableTrace":                TestTraceInfoHasRealTimes,
	"DisableTrace":               tuned(func(c rcl) { c.EnableTrace().DisableTrace() }),
	"SetOutputDirectory":         TestARelativeOutputGoesBelowTheOutputDirectory,

	"SetAllowGetMethodPayload": tuned(func(c rcl) { c.SetAllowGetMethodPayload(true) }),
	"SetAuthScheme": tuned(func(c rcl) {
		c.SetAuthScheme("Key").OnBeforeRequest(func(_ rcl, r *resty.Request) error { r.SetAuthToken("t"); return nil })
	}, "Authorization: Key t"),
	"SetScheme":              tuned(func(c rcl) { c.SetScheme("http") }, "https://a.example"),
	"SetCloseConnection":     tuned(func(c rcl) { c.SetCloseConnection(true) }, "close=true"),
	"SetContentLength":       tuned(func(c rcl) { c.SetContentLength(true) }, "length=21"),
	"SetJSONEscapeHTML":      tuned(func(c rcl) { c.SetJSONEscapeHTML(false) }, `"<b>"`),
	"SetUnescapeQueryParams": tuned(func(c rcl) { c.SetUnescapeQueryParams(true).SetQueryParam("a", "[1]") }, "?a=[1] "),
	"SetHeader":              tuned(func(c rcl) { c.SetHeader("x-a", "1") }, "X-A: 1"),
	"SetHeaders":             tuned(func(c rcl) { c.SetHeaders(map[string]string{"x-a": "1"}) }, "X-A: 1"),
	"SetHeaderVerbatim":      tuned(func(c rcl) { c.SetHeaderVerbatim("x-a", "1") }, "x-a: 1"),
	"SetQueryParam":          tuned(func(c rcl) { c.SetQueryParam("a", "1") }, "?a=1 "),
	"SetQueryParams":         tuned(func(c rcl) { c.SetQueryParams(map[string]string{"a": "1"}) }, "?a=1 "),
	"SetPathParam":           tuned(func(c rcl) { c.SetPathParam("id", "a/b") }, "/x/a%2Fb "),
	"SetPathParams":          tuned(func(c rcl) { c.SetPathParams(map[string]string{"id": "a b"}) }, "/x/a%20b "),
	"SetRawPathParam":        tuned(func(c rcl) { c.SetRawPathParam("id", "a/b") }, "/x/a/b "),
	"SetRawPathParams":       tuned(func(c rcl) { c.SetRawPathParams(map[string]string{"id": "a/b"}) }, "/x/a/b "),
	"SetJSONMarshaler":       tuned(func(c rcl) { c.SetJSONMarshaler(func(any) ([]byte, error) { return []byte("mine"), nil }) }, "\n\nmine"),
	"SetJSONUnmarshaler":     decodes("application/json", func(c rcl, f func([]byte, any) error) { c.SetJSONUnmarshaler(f) }),
	"SetXMLUnmarshaler":      decodes("application/xml", func(c rcl, f func([]byte, any) error) { c.SetXMLUnmarshaler(f) }),
	"SetXMLMarshaler": func(t *testing.T) {
		base := testkit.Script(testkit.Text(200, "ok"))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithResty(func(c rcl) { c.SetXMLMarshaler(func(any) ([]byte, error) { return []byte("mine"), nil }) }))
		got, _ := executed(t, c, base, "POST", doortest.Get().URL, func(r *resty.Request) { r.SetHeader("Content-Type", "application/xml").SetBody(doortest.Ada) })
		wantParts(t, got, []string{"\n\nmine"})
	},
	"SetError": func(t *testing.T) {
		c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.JSON(404, doortest.AdaJSON))), outbound.WithResty(func(c rcl) { c.SetError(doortest.User{}) }))
		if resp, _ := c.R(t.Context()).Get(doortest.Get().URL); resp.Error().(*doortest.User).Name != "Ada" {
			t.Errorf("got %v", resp.Error())
		}
	},
	"SetDoNotParseResponse": func(t *testing.T) {
		c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "ok"), testkit.Text(404, "no"))), outbound.WithResty(func(c rcl) { c.SetDoNotParseResponse(true) }))
		for _, want := range []string{"ok", "no"} {
			resp, err := c.R(t.Context()).Get(doortest.Get().URL)
			if got, _ := doortest.Read(resp.RawResponse); got.Body != want || (err == nil) != (want == "ok") {
				t.Errorf("got %v, %v, want %s", got, err, want)
			}
		}
	},
	"SetResponseBodyLimit": func(t *testing.T) {
		c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "long"))), outbound.WithResty(func(c rcl) { c.SetResponseBodyLimit(3) }))
		_, err := c.R(t.Context()).Get(doortest.Get().URL)
		doortest.WantKind(t, err, httperror.TooLarge)
	},
	"SetRateLimiter": func(t *testing.T) {
		base := testkit.Script(testkit.Text(200, "ok"))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithResty(func(c rcl) { c.SetRateLimiter(exhausted{}) }))
		_, err := c.R(t.Context()).Get(doortest.Get().URL)
		doortest.WantKind(t, err, httperror.Limited)
		_, err = outbound.Get[string](t.Context(), c, doortest.Get().URL)
		doortest.WantKind(t, err, httperror.Limited)
		if !errors.Is(err, resty.ErrRateLimitExceeded) {
			t.Errorf("got %v, want resty's error in it", err)
		}
		base.WantSent(t, 0)
	},
}

type exhausted struct{}

func (exhausted) Allow() bool { return false }

// wantOwnCall holds that a request of the client given to WithResty is refused,
// and that one of a hook's client is a call.
func wantOwnCall(of func(rcl) *resty.Request) func(*testing.T) {
	return func(t *testing.T) {
		var kept rcl
		inner := 0
		base := testkit.Script(testkit.Text(200, "ok"))
		counting, calls := doortest.Count()
		c := doortest.NewClient(t, counting, outbound.WithMockTransport(base), outbound.WithResty(func(rc rcl) {
			kept = rc
			rc.OnBeforeRequest(func(rc rcl, r *resty.Request) error {
				if inner++; inner > 1 {
					return nil
				}
				_, err := of(rc).SetContext(r.Context()).Get("https://b.example/")
				return err
			})
		}))
		_, err := of(kept).Get(doortest.Get().URL)
		doortest.WantKind(t, err, httperror.Request)
		base.WantSent(t, 0)
		if _, err := c.R(t.Context()).Get(doortest.Get().URL); err != nil {
			t.Fatal(err)
		}
		if begun, ended := calls(); begun != 2 || ended != 2 {
			t.Errorf("%d calls have begun and %d have ended, want 2", begun, ended)
		}
	}
}

// hooked holds how often a hook is called for two requests of R, and two typed
// calls, of which one has an answer and one a 404.
func hooked(add func(rcl, *int), throughR, typed int) func(*testing.T) {
	return func(t *testing.T) {
		n := 0
		c := doortest.NewClient(t, outbound.WithResty(func(c rcl) { add(c, &n) }), outbound.WithMockTransport(testkit.Script(testkit.Text(200, "ok"), testkit.Status(404), testkit.Text(200, "ok"), testkit.Status(404))))
		for range 2 {
			_, _ = c.R(t.Context()).Get(doortest.Get().URL)
		}
		if n != throughR {
			t.Errorf("R: called %d times, want %d", n, throughR)
		}
		n = 0
		for range 2 {
			_, _ = outbound.Get[string](t.Context(), c, doortest.Get().URL)
		}
		if n != typed {
			t.Errorf("typed calls: called %d times, want %d", n, typed)
		}
	}
}

func decodes(contentType string, set func(rcl, func([]byte, any) error)) func(*testing.T) {
	return func(t *testing.T) {
		c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Content(200, contentType, "x"))), outbound.WithResty(func(c rcl) {
			set(c, func(_ []byte, v any) error { v.(*doortest.User).Name = "mine"; return nil })
		}))
		var u doortest.User
		if _, err := c.R(t.Context()).SetResult(&u).Get(doortest.Get().URL); err != nil || u.Name != "mine" {
			t.Errorf("got %v, %v", u, err)
		}
	}
}

func TestTraceInfoHasRealTimes(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) }))
	defer s.Close()
	for name, tune := range map[string]func(rcl){"of the client": func(c rcl) { c.EnableTrace() }, "of the request": func(rcl) {}} {
		c := doortest.NewClient(t, outbound.WithInsecureSkipVerify(), outbound.WithResty(tune))
		for i := range 2 {
			r := c.R(t.Context())
			if name == "of the request" {
				r.EnableTrace()
			}
			resp, err := r.Get(s.URL)
			if err != nil {
				t.Fatal(err)
			}
			got := resp.Request.TraceInfo()
			if got.TotalTime <= 0 || got.ServerTime <= 0 || got.ConnTime <= 0 || got.RequestAttempt != 1 || got.RemoteAddr == nil || resp.Time() != got.TotalTime {
				t.Errorf("%s: got %+v", name, got)
			}
			if first := i == 0; got.IsConnReused == first || (got.TLSHandshake > 0) != first {
				t.Errorf("%s, request %d: got %+v", name, i+1, got)
			}
		}
	}
}
