package restytest

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

type rq = *resty.Request

func body(r rq) { r.SetBody(map[string]string{"a": "<b>"}) }

var decoded = func(resp *resty.Response) bool { return resp.Result().(*doortest.User).Name == "Ada" }

var requestCases = map[string]func(*testing.T){
	"Get":     verb(rq.Get, "GET"),
	"Head":    verb(rq.Head, "HEAD"),
	"Post":    verb(rq.Post, "POST"),
	"Put":     verb(rq.Put, "PUT"),
	"Patch":   verb(rq.Patch, "PATCH"),
	"Delete":  verb(rq.Delete, "DELETE"),
	"Options": verb(rq.Options, "OPTIONS"),
	"Execute": sends("PURGE", "/x", nil, "PURGE https://a.example/v1/x "),
	"Send": verb(func(r rq, url string) (*resty.Response, error) {
		r.Method, r.URL = "GET", url
		return r.Send()
	}, "GET"),
	"Context": func(t *testing.T) { wantContext(t, func(r rq) { _ = r.Context() }) },
	"SetContext": func(t *testing.T) {
		wantContext(t, func(r rq) { r.SetContext(context.WithValue(r.Context(), hookKey{}, "v")) })
	},

	"AddRetryCondition": refuses(func(r rq) { r.AddRetryCondition(func(*resty.Response, error) bool { return false }) }),
	"SetDigestAuth":     refuses(func(r rq) { r.SetDigestAuth("user", "password") }),

	"DisableGenerateCurlOnDebug": curlOf(func(r rq) { r.EnableGenerateCurlOnDebug().DisableGenerateCurlOnDebug() }, false),
	"EnableGenerateCurlOnDebug":  curlOf(func(r rq) { r.EnableGenerateCurlOnDebug() }, true),
	"GenerateCurlCommand":        curlOf(func(r rq) { r.EnableGenerateCurlOnDebug().GenerateCurlCommand() }, true),
	"EnableTrace":                TestTraceInfoHasRealTimes,
	"TraceInfo":                  TestTraceInfoHasRealTimes,
	"SetDebug":                   TestSetDebugWroteNothingOrItsSecrets,
	"SetLogger":                  TestSetDebugWroteNothingOrItsSecrets,
	"SetDoNotParseResponse":      TestTheBodyOfSetDoNotParseResponseWasCutOffByOurOwnCancel,
	"SetOutput":                  TestSetOutputReplacedAGoodFileByWhatWasNoAnswer,

	"ExpectContentType": answers(testkit.Content(200, "", adaXML), func(r rq) { r.ExpectContentType("application/xml").SetResult(&doortest.User{}) }, decoded),
	"ForceContentType":  answers(testkit.Content(200, "text/html", doortest.AdaJSON), func(r rq) { r.ForceContentType("application/json").SetResult(&doortest.User{}) }, decoded),
	"SetResult":         answers(testkit.JSON(200, doortest.AdaJSON), func(r rq) { r.SetResult(doortest.User{}) }, decoded),
	"SetError": answers(testkit.JSON(404, doortest.AdaJSON), func(r rq) { r.SetError(doortest.User{}) }, func(resp *resty.Response) bool {
		return resp.Error().(*doortest.User).Name == "Ada"
	}),
	"SetResponseBodyLimit": func(t *testing.T) {
		c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, strings.Repeat("x", 2000)))))
		_, err := c.R(t.Context()).SetResponseBodyLimit(1999).Get(doortest.Get().URL)
		if e := doortest.WantKind(t, err, httperror.TooLarge); e.Err != resty.ErrResponseBodyTooLarge {
			t.Errorf("got %v, want resty's error in it", e)
		}
		if _, err := c.R(t.Context()).SetResponseBodyLimit(2000).Get(doortest.Get().URL); err != nil {
			t.Error(err)
		}
	},

	"SetAuthScheme":            sends("GET", "/x", func(r rq) { r.SetAuthScheme("Key").SetAuthToken("t") }, "Authorization: Key t"),
	"SetAuthToken":             sends("GET", "/x", func(r rq) { r.SetAuthToken("t") }, "Authorization: Bearer t"),
	"SetBasicAuth":             sends("GET", "/x", func(r rq) { r.SetBasicAuth("u", "p") }, "Authorization: Basic dTpw"),
	"SetBody":                  sends("GET", "/x", body, "GET", "\n\n"+`{"a":`, "Content-Type: application/json"),
	"SetContentLength":         sends("DELETE", "/x", func(r rq) { r.SetContentLength(true) }, "length=0"),
	"SetCookie":                sends("GET", "/x", func(r rq) { r.SetCookie(&http.Cookie{Name: "a", Value: "1"}) }, "Cookie: a=1"),
	"SetCookies":               sends("GET", "/x", func(r rq) { r.SetCookies([]*http.Cookie{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}}) }, "a=1; b=2"),
	"SetFormData":              sends("POST", "/x", func(r rq) { r.SetFormData(map[string]string{"a": "b c"}) }, "\n\na=b+c", "x-www-form-urlencoded"),
	"SetFormDataFromValues":    sends("POST", "/x", func(r rq) { r.SetFormDataFromValues(url.Values{"a": {"1", "2"}}) }, "\n\na=1&a=2"),
	"SetHeader":                sends("GET", "/x", func(r rq) { r.SetHeader("x-a", "1").SetHeader("Host", "h.example") }, "X-A: 1", "host=h.example"),
	"SetHeaders":               sends("GET", "/x", func(r rq) { r.SetHeaders(map[string]string{"x-a": "1"}) }, "X-A: 1"),
	"SetHeaderMultiValues":     sends("GET", "/x", func(r rq) { r.SetHeaderMultiValues(map[string][]string{"X-A": {"1", "2"}}) }, "X-A: 1, 2"),
	"SetHeaderVerbatim":        sends("GET", "/x", func(r rq) { r.SetHeaderVerbatim("x-a", "1") }, "x-a: 1"),
	"SetJSONEscapeHTML":        sends("POST", "/x", func(r rq) { body(r); r.SetJSONEscapeHTML(false) }, `"<b>"`),
	"SetPathParam":             sends("GET", "/{id}", func(r rq) { r.SetPathParam("id", "a/b") }, "/v1/a%2Fb "),
	"SetPathParams":            sends("GET", "/{id}", func(r rq) { r.SetPathParams(map[string]string{"id": "a b"}) }, "/v1/a%20b "),
	"SetRawPathParam":          sends("GET", "/{id}", func(r rq) { r.SetRawPathParam("id", "a/b") }, "/v1/a/b "),
	"SetRawPathParams":         sends("GET", "/{id}", func(r rq) { r.SetRawPathParams(map[string]string{"id": "a/b"}) }, "/v1/a/b "),
	"SetQueryParam":            sends("GET", "/x", func(r rq) { r.SetQueryParam("a", "b c") }, "?a=b+c "),
	"SetQueryParams":           sends("GET", "/x", func(r rq) { r.SetQueryParams(map[string]string{"a": "1"}) }, "?a=1 "),
	"SetQueryParamsFromValues": sends("GET", "/x", func(r rq) { r.SetQueryParamsFromValues(url.Values{"a": {"1", "2"}}) }, "?a=1&a=2 "),
	"SetQueryString":           sends("GET", "/x", func(r rq) { r.SetQueryString("a=1&b=2") }, "?a=1&b=2 "),
	"SetUnescapeQueryParams":   sends("GET", "/x", func(r rq) { r.SetUnescapeQueryParams(true).SetQueryParam("a", "[1]") }, "?a=[1] "),
	"SetFile":                  sends("POST", "/x", func(r rq) { r.SetFile("f", "../../go.mod") }, `name="f"; filename="go.mod"`, "module example.com/outbound"),
	"SetFiles":                 sends("POST", "/x", func(r rq) { r.SetFiles(map[string]string{"f": "../../go.mod"}) }, `filename="go.mod"`),
	"SetFileReader":            sends("POST", "/x", func(r rq) { r.SetFileReader("f", "n", strings.NewReader("mine")) }, `name="f"; filename="n"`, "mine"),
	"SetMultipartField":        sends("POST", "/x", func(r rq) { r.SetMultipartField("f", "n", "text/csv", strings.NewReader("mine")) }, "text/csv", "mine"),
	"SetMultipartFields":       sends("POST", "/x", func(r rq) { r.SetMultipartFields(&resty.MultipartField{Param: "f", Reader: strings.NewReader("mine")}) }, "mine"),
	"SetMultipartFormData":     sends("POST", "/x", func(r rq) { r.SetMultipartFormData(map[string]string{"f": "mine"}) }, `name="f"`, "mine"),
	"SetMultipartBoundary":     sends("POST", "/x", func(r rq) { r.SetMultipartBoundary("bound").SetMultipartFormData(map[string]string{"f": "x"}) }, "boundary=bound", "--bound"),
	"SetSRV":                   wantLookup,
}

func verb(do func(rq, string) (*resty.Response, error), want string) func(*testing.T) {
	return func(t *testing.T) {
		base := testkit.Script(testkit.JSON(200, doortest.AdaJSON))
		if _, err := do(doortest.NewClient(t, outbound.WithMockTransport(base)).R(t.Context()), doortest.Get().URL); err != nil {
			t.Fatal(err)
		}
		if got := base.Last(t).Method; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// wantContext holds that the options of R and the caller's values reach the call.
func wantContext(t *testing.T, set func(rq)) {
	t.Helper()
	base := testkit.Script(testkit.Status(503))
	ctx := context.WithValue(t.Context(), hookKey{}, "v")
	r := doortest.NewClient(t, outbound.Standard(), outbound.WithMockTransport(base)).R(ctx, outbound.NoRetry(), outbound.Operation("mine"))
	set(r)
	_, err := r.Get(doortest.Get().URL)
	if e := doortest.WantKind(t, err, httperror.ServerStatus); e.Attempts != 1 || e.Operation != "mine" || base.Last(t).Context().Value(hookKey{}) != "v" {
		t.Errorf("got %+v", e)
	}
	if got := r.Context().Value(hookKey{}); got != "v" || r.Context().Err() != nil {
		t.Errorf("the request has the value %v and the error %v afterwards", got, r.Context().Err())
	}
}

func curlOf(set func(rq), want bool) func(*testing.T) {
	return func(t *testing.T) {
		r := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "ok")))).R(t.Context()).SetDebug(true)
		set(r)
		if _, err := r.Get(doortest.Get().URL); err != nil {
			t.Fatal(err)
		}
		if got := strings.HasPrefix(r.GenerateCurlCommand(), "curl -X GET"); got != want {
			t.Errorf("got %q, want a command: %v", r.GenerateCurlCommand(), want)
		}
	}
}

// wantLookup holds that a service is looked up, and that no call begins without
// one.
func wantLookup(t *testing.T) {
	counting, calls := doortest.Count()
	c := doortest.NewClient(t, counting)
	was := net.DefaultResolver
	defer func() { net.DefaultResolver = was }()
	asked := false
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		asked = true
		return nil, os.ErrNotExist
	}}
	_, err := c.R(t.Context()).SetSRV(&resty.SRVRecord{Service: "web", Domain: "a.invalid."}).Get("/")
	if begun, _ := calls(); err == nil || begun != 0 {
		t.Errorf("got %v, %d calls begun, asked %v", err, begun, asked)
	}
}
