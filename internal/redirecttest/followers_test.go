package redirecttest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
)

// wrapping is a transport above ours as those for tracing are: it clones the
// request and wraps the body.
type wrapping struct {
	next http.RoundTripper
	fail int // the hop that it fails at, 0 = none
	hops int
}

var errAbove = errors.New("no token")

func (w *wrapping) RoundTrip(req *http.Request) (*http.Response, error) {
	if w.hops++; w.hops == w.fail {
		return nil, errAbove
	}
	type span struct{}
	resp, err := w.next.RoundTrip(req.Clone(context.WithValue(req.Context(), span{}, 1)))
	if err == nil {
		resp.Body = struct{ io.ReadCloser }{resp.Body}
	}
	return resp, err
}

func answered(resp *http.Response, err error) error {
	if err != nil {
		return err
	}
	_, err = doortest.Read(resp)
	return err
}

// The context never ends: only the rule of the end ends these calls.
func TestACallNeverEndedWhenNobodyFollowedItsRedirect(t *testing.T) {
	background := context.Background()
	to := func(ctx context.Context) *http.Request {
		req, _ := http.NewRequestWithContext(ctx, http.MethodGet, doortest.From, nil)
		return req
	}
	for name, user := range map[string]struct {
		calls int64
		use   func(c *outbound.Client) error
		fails bool
	}{
		"our client": {1, func(c *outbound.Client) error { return answered(c.HTTP().Do(to(background))) }, false},
		"Do":         {1, func(c *outbound.Client) error { return answered(c.Do(to(background))) }, false},
		"ErrUseLastResponse": {1, func(c *outbound.Client) error {
			hc := c.HTTP()
			hc.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			return answered(hc.Do(to(background)))
		}, false},
		"a CheckRedirect that fails": {1, func(c *outbound.Client) error {
			hc := c.HTTP()
			hc.CheckRedirect = func(*http.Request, []*http.Request) error { return errAbove }
			return answered(hc.Do(to(background)))
		}, true},
		"the bare transport": {1, func(c *outbound.Client) error {
			return answered(c.HTTP().Transport.RoundTrip(to(background)))
		}, false},
		"a reverse proxy": {1, func(c *outbound.Client) error {
			home, _ := url.Parse("https://a.example")
			proxy := &httputil.ReverseProxy{Transport: c.HTTP().Transport, Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(home) }}
			w := httptest.NewRecorder()
			proxy.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/from", nil))
			if w.Code != 302 {
				return errors.New(w.Result().Status)
			}
			return nil
		}, false},
		"a CheckRedirect that follows": {2, func(c *outbound.Client) error {
			hc := c.HTTP()
			hc.CheckRedirect = func(*http.Request, []*http.Request) error { return nil }
			return answered(hc.Do(to(background)))
		}, false},
		"a foreign client": {2, func(c *outbound.Client) error {
			return answered((&http.Client{Transport: c.HTTP().Transport}).Do(to(background)))
		}, false},
		"our client over a wrapper": {1, func(c *outbound.Client) error {
			hc := c.HTTP()
			hc.Transport = &wrapping{next: hc.Transport}
			return answered(hc.Do(to(background)))
		}, false},
		"our client over a wrapper that fails at hop 2": {1, func(c *outbound.Client) error {
			hc := c.HTTP()
			hc.Transport = &wrapping{next: hc.Transport, fail: 2}
			err := answered(hc.Do(to(background)))
			time.Sleep(2 * time.Second) // virtual
			return err
		}, true},
		"the request of the answer again": {2, func(c *outbound.Client) error {
			resp, err := c.Do(to(background))
			if err := answered(resp, err); err != nil {
				return err
			}
			return answered(c.Do(resp.Request.Clone(background)))
		}, false},
	} {
		for _, long := range []string{"", strings.Repeat("x", 5000)} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					log, lines := doortest.LinesOf()
					base := doortest.Hosts{
						doortest.From:          testkit.Text(302, long).With("Location", "/to"),
						"https://a.example/to": testkit.Text(200, "ok"),
					}.Serve()
					counting, calls := doortest.Count()
					c := doortest.NewClient(t, counting, outbound.Preset("c"), log, outbound.WithTimeout(0), outbound.WithMockTransport(base))
					if err := user.use(c); (err != nil) != user.fails {
						t.Errorf("got %v, want an error: %t", err, user.fails)
					}
					if begun, ended := calls(); begun != user.calls || ended != begun || int64(lines("c")) != begun {
						t.Errorf("%d calls have begun, %d have ended, with %d lines; want %d of each", begun, ended, lines("c"), user.calls)
					}
					base.WantClosed(t)
				})
			})
		}
	}
}

func TestASecretCrossedWithAForeignFollower(t *testing.T) {
	base := doortest.Hosts{
		doortest.From: testkit.Redirect(302, "https://b.example/1"), "https://b.example/1": testkit.Redirect(302, "https://b.example/2"),
		"https://b.example/2": testkit.Redirect(302, "https://a.example/back"), "https://a.example/back": testkit.Text(200, "ok"),
	}.Serve()
	c := doortest.NewClient(t, outbound.WithMockTransport(base))
	hc := c.HTTP()
	hc.CheckRedirect = nil
	req := testkit.Get(t, doortest.From).WithContext(outbound.CallContext(t.Context(), outbound.Header("X-Api-Key", doortest.Canary)))
	req.Header.Set("X-Own", doortest.Canary)
	if err := answered(hc.Do(req)); err != nil {
		t.Fatal(err)
	}
	for i, r := range base.Requests()[1:] {
		if r.Header.Get("X-Api-Key") != "" || r.Header.Get("X-Own") != "" {
			t.Errorf("hop %d to %s has %v", i+2, r.URL, r.Header)
		}
	}
}

// A 307 whose body net/http cannot rewind.
func TestACallNeverEndedWhoseRedirectHadABodyThatCannotBeSentAgain(t *testing.T) {
	for name, getBody := range map[string]func() (io.ReadCloser, error){
		"without GetBody": nil,
		"GetBody fails":   func() (io.ReadCloser, error) { return nil, errAbove },
	} {
		base := testkit.Script(testkit.Redirect(307, "/to"))
		counting, calls := doortest.Count()
		c := doortest.NewClient(t, counting, outbound.WithTimeout(0), outbound.WithMockTransport(base))
		req, _ := http.NewRequestWithContext(context.Background(), http.MethodPost, doortest.From, strings.NewReader("body"))
		req.GetBody = getBody
		resp, err := c.HTTP().Do(req)
		if getBody == nil && (err != nil || resp.StatusCode != 307) || getBody != nil && err == nil {
			t.Errorf("%s: got %v, %v", name, resp, err)
		}
		if resp != nil {
			_ = resp.Body.Close()
		}
		if begun, ended := calls(); begun != 1 || ended != 1 {
			t.Errorf("%s: %d calls have begun and %d have ended", name, begun, ended)
		}
	}
}

// Layers, observers and bodies panic on the way.
func TestACallThatPanickedNeverEnded(t *testing.T) {
	panicking := func(http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(*http.Request) (*http.Response, error) { panic("mine") })
	}
	for name, opts := range map[string][]outbound.Option{
		"a layer per call":    {outbound.WithLayer(middleware.PerCall, "mine", panicking)},
		"a layer per attempt": {outbound.WithLayer(middleware.PerAttempt, "mine", panicking)},
		"the base":            {outbound.WithMockTransport(panicking(nil))},
		"the body":            {outbound.WithMockTransport(testkit.Script(testkit.Text(200, "").Body(panickingBody{})))},
	} {
		if name != "the base" && name != "the body" {
			opts = append(opts, outbound.WithMockTransport(testkit.Script(testkit.Status(200))))
		}
		if name == "the body" { // testkit reads on a goroutine of its own
			opts = []outbound.Option{outbound.WithMockTransport(middleware.Func(func(*http.Request) (*http.Response, error) {
				resp := testkit.Response(200, "")
				resp.Body, resp.ContentLength = panickingBody{}, -1
				return resp, nil
			}))}
		}
		for _, d := range doortest.Doors {
			counting, calls := doortest.Count()
			c := doortest.NewClient(t, append(opts, counting, outbound.WithTimeout(0))...)
			var closer io.Closer
			got := doortest.Panics(func() {
				if d.Name == "Do" || d.Name == "HTTP" {
					req, _ := http.NewRequestWithContext(context.Background(), http.MethodGet, doortest.From, nil)
					do := c.HTTP().Do
					if d.Name == "Do" {
						do = func(req *http.Request) (*http.Response, error) { return c.Do(req) }
					}
					resp, err := do(req)
					if err == nil {
						closer = resp.Body
						_, _ = io.ReadAll(resp.Body)
					}
					return
				}
				_, _ = d.Call(context.Background(), c, doortest.Get())
			})
			if closer != nil {
				_ = closer.Close()
			}
			if begun, ended := calls(); got != "mine" || begun != ended {
				t.Errorf("%s, %s: got panic %v, %d calls have begun and %d have ended", name, d.Name, got, begun, ended)
			}
		}
	}
}

type panickingBody struct{}

func (panickingBody) Read([]byte) (int, error) { panic("mine") }
func (panickingBody) Close() error             { return nil }

// panickingValue panics in both directions.
type panickingValue struct{}

func (panickingValue) MarshalJSON() ([]byte, error) { panic("mine") }
func (*panickingValue) UnmarshalJSON([]byte) error  { panic("mine") }

type panickingJar struct{ http.CookieJar }

func (panickingJar) Cookies(*url.URL) []*http.Cookie { panic("mine") }

func TestACallWhoseCodecOrJarPanickedNeverEnded(t *testing.T) {
	jar := outbound.WithCookieJar(panickingJar{})
	for name, run := range map[string]func(c *outbound.Client){
		"the encoder": func(c *outbound.Client) {
			_, _ = outbound.Post[string](context.Background(), c, doortest.From, panickingValue{})
		},
		"the decoder": func(c *outbound.Client) {
			_, _ = outbound.Get[panickingValue](context.Background(), c, doortest.From)
		},
		"the jar, Get": func(c *outbound.Client) {
			with, err := c.With(jar)
			if err != nil {
				t.Fatal(err)
			}
			doortest.WantCallsEnded(t, with)
			_, _ = outbound.Get[string](context.Background(), with, doortest.From)
		},
		"the jar, Do": func(c *outbound.Client) {
			with, err := c.With(jar)
			if err != nil {
				t.Fatal(err)
			}
			doortest.WantCallsEnded(t, with)
			_, _ = with.Do(testkit.Get(t, doortest.From).WithContext(context.Background()))
		},
	} {
		base := testkit.Script(testkit.JSON(200, `{}`))
		counting, calls := doortest.Count()
		c := doortest.NewClient(t, counting, outbound.WithTimeout(0), outbound.WithMockTransport(base))
		if got := doortest.Panics(func() { run(c) }); got != "mine" {
			t.Errorf("%s: got panic %v, want mine", name, got)
		}
		if begun, ended := calls(); begun != ended {
			t.Errorf("%s: %d calls have begun and %d have ended", name, begun, ended)
		}
		base.WantClosed(t)
	}
}
