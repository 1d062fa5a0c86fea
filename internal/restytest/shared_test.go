package restytest

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-resty/resty/v2"
	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

// everythingOf sets what can be set on a request and sent, each with id.
func everythingOf(r *resty.Request, id, dir string) *resty.Request {
	return r.SetHeader("X-Id", id).SetHeaders(map[string]string{"X-Ids": id}).SetHeaderVerbatim("x-verbatim", id).
		SetHeaderMultiValues(map[string][]string{"X-Multi": {id, id}}).
		SetQueryParam("id", id).SetQueryString("s="+id).SetPathParam("id", id).SetRawPathParam("raw", id).
		SetFormData(map[string]string{"id": id}).SetCookie(&http.Cookie{Name: "id", Value: id}).
		SetAuthScheme("Key").SetAuthToken(id).SetContext(context.WithValue(context.Background(), hookKey{}, id)).
		SetContentLength(true).SetJSONEscapeHTML(false).SetUnescapeQueryParams(true).SetResponseBodyLimit(1 << 20).
		SetLogger(writer{new(bytes.Buffer)}).SetDebug(true).EnableTrace().EnableGenerateCurlOnDebug().
		ExpectContentType("text/plain").SetError(&doortest.User{}).SetOutput(filepath.Join(dir, id))
}

func TestTwoRequestsOfRAtOnceSharedWhatTheyHaveSet(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		_, _ = fmt.Fprint(w, r.URL.Path, r.Header["X-Id"], r.Header["X-Verbatim"], r.Header["X-Multi"], r.Header["Authorization"], r.Header["Cookie"], r.Form["id"], r.Form["s"], r.Header["X-Hook"])
	}))
	defer s.Close()
	hooked := func(rc *resty.Client) {
		rc.OnBeforeRequest(func(c *resty.Client, r *resty.Request) error {
			id := r.Header.Get("X-Id")
			c.SetHeader("X-Hook", id).SetQueryParam("hook", id).SetPathParam("hook", id).SetRawPathParam("hook", id).SetFormData(map[string]string{"hook": id}).
				SetDebugBodyLimit(100).SetCloseConnection(false).SetContentLength(true).SetJSONEscapeHTML(true).SetOutputDirectory("x").SetDisableWarn(true).
				SetAuthScheme(id).SetScheme("http").SetError(doortest.User{}).SetResponseBodyLimit(1000).EnableTrace().EnableGenerateCurlOnDebug()
			return nil
		})
		rc.OnAfterResponse(func(*resty.Client, *resty.Response) error { return nil })
	}
	for name, opts := range map[string][]outbound.Option{"": nil, "with hooks that write to the client": {outbound.WithResty(hooked)}} {
		c := doortest.NewClient(t, append(opts, outbound.WithBaseURL(s.URL), outbound.WithLogger(zerolog.Nop()))...)
		dir := t.TempDir()
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				id := fmt.Sprint("id", i)
				r := everythingOf(c.R(t.Context()), id, dir)
				for range 3 {
					resp, err := r.Post("/{id}/{raw}")
					if err != nil || resp.StatusCode() != 200 {
						t.Errorf("%s: got %v, %v", name, resp, err)
						return
					}
				}
				_, err := c.R(t.Context()).SetDigestAuth("user", "password").Get("/")
				if httperror.Classify(err) != httperror.Request {
					t.Errorf("%s: got %v, want digest credentials to be refused", name, err)
				}
			})
		}
		all.Wait()
		for i := range 8 {
			id := fmt.Sprint("id", i)
			c, err := readText(filepath.Join(dir, id))
			want := fmt.Sprintf("/%[1]s/%[1]s[%[1]s] [%[1]s] [%[1]s, %[1]s] [Key %[1]s] [id=%[1]s]", id)
			if err != nil || !strings.HasPrefix(c, want) {
				t.Errorf("%s: got %s, %v, want %s", name, c, err, want)
			}
			for j := range 8 {
				if other := fmt.Sprint("id", j); other != id && strings.Contains(c, other) {
					t.Errorf("%s: request %s was sent with what %s has set: %s", name, id, other, c)
				}
			}
		}
	}
}

// The credentials of one request were those of the client for ever.
func TestDigestCredentialsOfOneRequestWereSentToEveryOrigin(t *testing.T) {
	challenge := testkit.Status(401).With("WWW-Authenticate", `Digest realm="r", nonce="n", qop="auth"`)
	base := testkit.Script(challenge)
	c := doortest.NewClient(t, outbound.WithMockTransport(base))
	_, err := c.R(t.Context()).SetDigestAuth("user", "password").Get("https://good.example/")
	doortest.WantKind(t, err, httperror.Request)
	_, err = c.R(t.Context()).Get("https://evil.example/")
	doortest.WantKind(t, err, httperror.ClientStatus)
	if got := base.Values("Authorization"); len(got) != 1 || got[0] != "" {
		t.Errorf("got %q, want one request without credentials", got)
	}
}

// What a hook writes to resty's http.Client is refused, and reaches no other call.
func TestAHookThatWroteToTheHTTPClientChangedEveryCall(t *testing.T) {
	for name, write := range map[string]func(c *resty.Client){
		"SetTransport":       func(c *resty.Client) { c.SetTransport(http.DefaultTransport) },
		"SetTimeout":         func(c *resty.Client) { c.SetTimeout(time.Second) },
		"SetCookieJar":       func(c *resty.Client) { c.SetCookieJar(doortest.NewJar(t)) },
		"SetRedirectPolicy":  func(c *resty.Client) { c.SetRedirectPolicy(resty.NoRedirectPolicy()) },
		"GetClient":          func(c *resty.Client) { *c.GetClient() = http.Client{} },
		"SetProxy":           func(c *resty.Client) { c.SetProxy("http://p.example") },
		"SetTLSClientConfig": func(c *resty.Client) { c.SetTLSClientConfig(&tls.Config{MinVersion: tls.VersionTLS13}) },
		"SetRetryCount":      func(c *resty.Client) { c.SetRetryCount(3) },
		"AddRetryHook":       func(c *resty.Client) { c.AddRetryHook(func(*resty.Response, error) {}) },
		"SetRetryAfter": func(c *resty.Client) {
			c.SetRetryAfter(func(*resty.Client, *resty.Response) (time.Duration, error) { return 0, nil })
		},
		"a hook after the last": func(c *resty.Client) { c.SetPreRequestHook(func(*resty.Client, *http.Request) error { return nil }) },
	} {
		base := testkit.Script(testkit.Text(200, "ok"))
		on := true
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithResty(func(rc *resty.Client) {
			rc.OnBeforeRequest(func(c *resty.Client, _ *resty.Request) error {
				if on {
					write(c)
				}
				return nil
			})
		}))
		if _, err := c.R(t.Context()).Get(doortest.Get().URL); httperror.Classify(err) != httperror.Request {
			t.Errorf("%s: got %v, want an error of kind request", name, err)
		}
		on = false
		if _, err := c.R(t.Context()).Get(doortest.Get().URL); err != nil {
			t.Errorf("%s: the next call failed: %v", name, err)
		}
		base.WantSent(t, 1)
	}
}

// What WithResty sets follows the rules of WithHeader.
func TestAFieldOfWithRestyWentToEveryOrigin(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "ok"))
	c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"), outbound.WithResty(func(rc *resty.Client) {
		rc.SetHeader("X-Tenant", "blue").SetHeader("Accept-Language", "de")
	}))
	for url, want := range map[string]string{"/x": "blue", "https://a.example:443/x": "blue", "https://b.example/x": "", "http://a.example/x": ""} {
		for name, call := range map[string]func() error{
			"R":   func() error { _, err := c.R(t.Context()).Get(url); return err },
			"Get": func() error { _, err := outbound.Get[string](t.Context(), c, url); return err },
		} {
			if err := call(); err != nil {
				t.Fatal(err)
			}
			if h := base.Last(t).Header; h.Get("X-Tenant") != want || h.Get("Accept-Language") != "de" {
				t.Errorf("%s of %s: got X-Tenant %q, Accept-Language %q", name, url, h.Get("X-Tenant"), h.Get("Accept-Language"))
			}
		}
	}
}

func TestWithRestyTookCredentialsForEveryHost(t *testing.T) {
	for name, set := range map[string]func(rc *resty.Client){
		"Authorization":         func(rc *resty.Client) { rc.SetHeader("Authorization", "Bearer x") },
		"a key":                 func(rc *resty.Client) { rc.SetHeaderVerbatim("x-api-key", "x") },
		"a cookie field":        func(rc *resty.Client) { rc.SetHeader("Cookie", "a=1") },
		"a cookie":              func(rc *resty.Client) { rc.SetCookie(&http.Cookie{Name: "a", Value: "1"}) },
		"a key in the query":    func(rc *resty.Client) { rc.SetQueryParam("api_key", "x") },
		"a field of a form":     func(rc *resty.Client) { rc.SetFormData(map[string]string{"a": "x"}) },
		"a name that is secret": func(rc *resty.Client) { rc.SetHeader("X-Blue", "x") },
		"a parameter that is":   func(rc *resty.Client) { rc.SetQueryParam("x_blue", "x") },
	} {
		if _, err := outbound.New(outbound.WithBaseURL("https://a.example"), outbound.WithSecretNames("x-blue"), outbound.WithResty(set)); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}
