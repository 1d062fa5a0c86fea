package restytest

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

var errDisk = errors.New("the disk is gone")

// What cannot become a request is one kind of error, whoever finds it.
func TestWhatRestyRefusedBeforeTheChainWasNoHTTPError(t *testing.T) {
	broken := iotest.ErrReader(errDisk)
	for name, do := range map[string]func(r *resty.Request) (*resty.Response, error){
		"a reader that fails": func(r *resty.Request) (*resty.Response, error) { return r.SetBody(broken).Post("/") },
		"the same with a length": func(r *resty.Request) (*resty.Response, error) {
			return r.SetContentLength(true).SetBody(broken).Post("/")
		},
		"a body that is no JSON": func(r *resty.Request) (*resty.Response, error) {
			return r.SetBody(map[string]any{"a": make(chan int)}).Post("/")
		},
		"a struct that is no JSON": func(r *resty.Request) (*resty.Response, error) { return r.SetBody(struct{ F func() }{}).Put("/") },
		"a body of no kind":        func(r *resty.Request) (*resty.Response, error) { return r.SetBody(make(chan int)).Post("/") },
		"a number":                 func(r *resty.Request) (*resty.Response, error) { return r.SetBody(7).Post("/") },
		"a nil pointer":            func(r *resty.Request) (*resty.Response, error) { return r.SetBody((*doortest.User)(nil)).Post("/") },
		"a nil reader":             func(r *resty.Request) (*resty.Response, error) { return r.SetBody((*bytes.Reader)(nil)).Post("/") },
		"a body with HEAD":         func(r *resty.Request) (*resty.Response, error) { return r.SetBody("x").Head("/") },
		"a body with OPTIONS":      func(r *resty.Request) (*resty.Response, error) { return r.SetBody("x").Options("/") },
		"a form with HEAD": func(r *resty.Request) (*resty.Response, error) {
			return r.SetFormData(map[string]string{"a": "b"}).Head("/")
		},
		"a missing file": func(r *resty.Request) (*resty.Response, error) {
			return r.SetFile("f", filepath.Join(t.TempDir(), "none")).Post("/")
		},
		"a directory as a file": func(r *resty.Request) (*resty.Response, error) {
			return r.SetFiles(map[string]string{"f": t.TempDir()}).Post("/")
		},
		"a part that fails":       func(r *resty.Request) (*resty.Response, error) { return r.SetFileReader("f", "f", broken).Post("/") },
		"a part without a reader": func(r *resty.Request) (*resty.Response, error) { return r.SetFileReader("f", "f", nil).Post("/") },
		"a field without a reader": func(r *resty.Request) (*resty.Response, error) {
			return r.SetMultipartField("f", "f", "", nil).Post("/")
		},
		"a field that is nil": func(r *resty.Request) (*resty.Response, error) { return r.SetMultipartFields(nil).Post("/") },
		"a boundary that is none": func(r *resty.Request) (*resty.Response, error) {
			return r.SetMultipartBoundary("a\r\nb").SetMultipartFormData(map[string]string{"a": "b"}).Post("/")
		},
		"a query with a semicolon": func(r *resty.Request) (*resty.Response, error) { return r.SetQueryString("a=1;b=2").Get("/") },
		"a query with a bad %":     func(r *resty.Request) (*resty.Response, error) { return r.SetQueryString("q=50%").Get("/") },
		"a file and a result": func(r *resty.Request) (*resty.Response, error) {
			return r.SetOutput("f").SetResult(&doortest.User{}).Get("/")
		},
		"digest credentials": func(r *resty.Request) (*resty.Response, error) { return r.SetDigestAuth("user", "password").Get("/") },
		"a condition of a retry": func(r *resty.Request) (*resty.Response, error) {
			return r.AddRetryCondition(func(*resty.Response, error) bool { return true }).Get("/")
		},
		"a path that is none": func(r *resty.Request) (*resty.Response, error) { return r.Get("/%zz") },
	} {
		t.Run(name, func(t *testing.T) {
			base := testkit.Script(testkit.Text(200, "ok"))
			r := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example")).R(t.Context())
			for range 2 {
				_, err := do(r)
				if e := doortest.WantKind(t, err, httperror.Request); e.Client != "" || e.Attempts != 0 || e.Delivery != httperror.NotSent {
					t.Errorf("got %+v", e)
				}
			}
			base.WantSent(t, 0)
		})
	}
}

// Names and types of parts are written as they are by resty.
func TestANameOfAMultipartPartWroteALineOfItsOwn(t *testing.T) {
	for place, set := range map[string]func(r *resty.Request, v string){
		"SetFileReader's parameter":     func(r *resty.Request, v string) { r.SetFileReader(v, "f", strings.NewReader("x")) },
		"SetFileReader's name":          func(r *resty.Request, v string) { r.SetFileReader("f", v, strings.NewReader("x")) },
		"SetMultipartField's parameter": func(r *resty.Request, v string) { r.SetMultipartField(v, "", "", strings.NewReader("x")) },
		"SetMultipartField's name":      func(r *resty.Request, v string) { r.SetMultipartField("f", v, "", strings.NewReader("x")) },
		"SetMultipartField's type":      func(r *resty.Request, v string) { r.SetMultipartField("f", "f", v, strings.NewReader("x")) },
		"SetMultipartFormData":          func(r *resty.Request, v string) { r.SetMultipartFormData(map[string]string{v: "x"}) },
		"SetFile's parameter":           func(r *resty.Request, v string) { r.SetFile(v, "../../go.mod") },
		"SetFormData beside a file": func(r *resty.Request, v string) {
			r.SetFormData(map[string]string{v: "x"}).SetFile("f", "../../go.mod")
		},
	} {
		for name, v := range map[string]string{"CR LF": "a\r\nX-Evil: 1", "LF": "a\nb", "CR": "a\rb", "NUL": "a\x00b"} {
			base := testkit.Script(testkit.Text(200, "ok"))
			r := doortest.NewClient(t, outbound.WithMockTransport(base)).R(t.Context())
			set(r, v)
			if _, err := r.Post(doortest.Get().URL); httperror.Classify(err) != httperror.Request {
				t.Errorf("%s, %s: got %v", place, name, err)
			}
			base.WantSent(t, 0)
		}
	}
	_, err := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "ok")))).R(t.Context()).
		SetMultipartField(`f"; filename="x`, "", "", strings.NewReader("x")).Post(doortest.Get().URL)
	doortest.WantKind(t, err, httperror.Request)
}

// The error of a hook is the call's too. That of a call made in it stays its own.
func TestAnErrorOfAHookWasNoHTTPError(t *testing.T) {
	inner := doortest.NewClient(t, outbound.Preset("inner"), outbound.WithMockTransport(testkit.Script(testkit.Status(403))))
	broken := errors.New("broken")
	for name, tt := range map[string]struct {
		tune func(rc *resty.Client)
		kind httperror.Kind
		sent int
	}{
		"before": {func(rc *resty.Client) {
			rc.OnBeforeRequest(func(*resty.Client, *resty.Request) error { return broken })
		}, httperror.Request, 0},
		"pre-request": {func(rc *resty.Client) {
			rc.SetPreRequestHook(func(*resty.Client, *http.Request) error { return broken })
		}, httperror.Request, 0},
		"request log": {func(rc *resty.Client) {
			rc.SetDebug(true).OnRequestLog(func(*resty.RequestLog) error { return broken })
		}, httperror.Request, 0},
		"after": {func(rc *resty.Client) {
			rc.OnAfterResponse(func(*resty.Client, *resty.Response) error { return broken })
		}, httperror.Unknown, 1},
		"a call in it": {func(rc *resty.Client) {
			rc.OnBeforeRequest(func(_ *resty.Client, r *resty.Request) error {
				_, err := outbound.Get[string](r.Context(), inner, "https://inner.example/")
				return err
			})
		}, httperror.ClientStatus, 0},
	} {
		base := testkit.Script(testkit.Text(200, "ok"))
		c := doortest.NewClient(t, outbound.Preset("outer"), outbound.WithMockTransport(base), outbound.WithResty(tt.tune))
		_, err := c.R(t.Context()).Get(doortest.Get().URL)
		var e *outbound.HTTPError
		if !errors.As(err, &e) || e.Kind != tt.kind || e.Client != "outer" || tt.kind != httperror.ClientStatus && !errors.Is(err, broken) {
			t.Errorf("%s: got %v, want kind %s", name, err, tt.kind)
		}
		base.WantSent(t, tt.sent)
	}
}

// A reader is empty the second time.
func TestARequestThatIsExecutedAgainSentAnotherBody(t *testing.T) {
	for name, set := range map[string]func(r *resty.Request){
		"text":              func(r *resty.Request) { r.SetBody("mine") },
		"a reader":          func(r *resty.Request) { r.SetBody(io.MultiReader(strings.NewReader("mine"))) },
		"one with a length": func(r *resty.Request) { r.SetContentLength(true).SetBody(io.MultiReader(strings.NewReader("mine"))) },
		"a file that seeks": func(r *resty.Request) { r.SetMultipartBoundary("b").SetFileReader("f", "f", strings.NewReader("mine")) },
		"a part that seeks": func(r *resty.Request) {
			r.SetMultipartBoundary("b").SetMultipartField("f", "f", "", strings.NewReader("mine"))
		},
		"form fields": func(r *resty.Request) { r.SetFormData(map[string]string{"a": "mine"}) },
		"a value":     func(r *resty.Request) { r.SetBody(doortest.User{Name: "mine"}) },
	} {
		base := testkit.Script(testkit.Text(200, "ok"))
		r := doortest.NewClient(t, outbound.WithMockTransport(base)).R(t.Context())
		set(r)
		for range 3 {
			if _, err := r.Post(doortest.Get().URL); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		for i, req := range base.Requests() {
			if !strings.Contains(string(req.Body), "mine") || string(req.Body) != string(base.Requests()[0].Body) || req.ContentLength != int64(len(req.Body)) {
				t.Errorf("%s, time %d: got %q of length %d", name, i+1, req.Body, req.ContentLength)
			}
		}
	}
	base := testkit.Script(testkit.Text(200, "ok"))
	r := doortest.NewClient(t, outbound.WithMockTransport(base)).R(t.Context()).SetFileReader("f", "f", io.MultiReader(strings.NewReader("mine")))
	if _, err := r.Post(doortest.Get().URL); err != nil {
		t.Fatal(err)
	}
	_, err := r.Post(doortest.Get().URL)
	doortest.WantKind(t, err, httperror.Request)
	base.WantSent(t, 1)
	if _, err := r.SetBody(nil).Get(doortest.Get().URL); err == nil {
		t.Error("a multipart body under GET is no error")
	}
}
