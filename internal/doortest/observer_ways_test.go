package doortest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

// way is a way that the calls of a client can go.
type way struct {
	name    string
	replies []testkit.Reply
	opts    []outbound.Option
	ask     func() Ask                       // nil: a GET
	calls   int                              // one after the other; 0 means 1
	context func(*testing.T) context.Context // nil: that of the test
	sends   int                              // attempts that the observers are told of
	panics  bool
}

// ended is a context that has ended before the call begins.
func ended(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// within returns a context that the caller cancels after d.
func within(d time.Duration) func(*testing.T) context.Context {
	return func(t *testing.T) context.Context {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(d, cancel)
		return ctx
	}
}

// stored answers every request by itself, as a cache does that has the response.
func stored(http.RoundTripper) http.RoundTripper {
	return middleware.Func(func(req *http.Request) (*http.Response, error) {
		resp := testkit.Response(200, "stored")
		resp.Request = req
		return resp, nil
	})
}

func panicking(message string, after bool) middleware.Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			if after {
				_, _ = next.RoundTrip(req) // lost, as a panic loses it
			}
			panic(message)
		})
	}
}

// ways are the ways that a call can go, whichever layers the client has. A new layer
// adds its rows.
func ways() []way {
	text, busy := testkit.Text(200, "x"), testkit.Status(503)
	slow := text.After(time.Hour)
	with := func(opts ...outbound.CallOption) func() Ask { return func() Ask { return Get(opts...) } }
	to := func(url string) func() Ask { return func() Ask { return Ask{Method: http.MethodGet, URL: url} } }
	one := outbound.WithRetry(retry.Policy{Attempts: 2, Wait: retry.Constant(time.Second)})
	layer := func(stage middleware.Stage, l middleware.Layer) []outbound.Option {
		return []outbound.Option{outbound.WithLayer(stage, "mine", l)}
	}
	opts := func(all ...outbound.Option) []outbound.Option { return all }
	return []way{
		{name: "an answer", replies: []testkit.Reply{text}, sends: 1},
		{name: "a status", replies: []testkit.Reply{testkit.Status(404)}, sends: 1},
		{name: "an allowed status", replies: []testkit.Reply{testkit.Status(404)}, ask: with(outbound.AllowStatus(404)), sends: 1},
		{name: "an empty answer", replies: []testkit.Reply{testkit.Status(204)}, sends: 1},
		{name: "a HEAD", replies: []testkit.Reply{text}, ask: func() Ask { return Ask{Method: http.MethodHead, URL: Get().URL} }, sends: 1},
		{name: "a retry", replies: []testkit.Reply{busy, text}, opts: opts(one), sends: 2},
		{name: "a retry that gives up", replies: []testkit.Reply{busy}, opts: opts(one), sends: 2},
		{name: "a transport that refuses", replies: []testkit.Reply{testkit.Refused()}, opts: opts(one), sends: 2},

		{name: "a port that is none", ask: to("http://a.example:99999/")},
		{name: "another scheme", ask: to("ftp://a.example/")},
		{name: "a field that is none", ask: with(outbound.Header("a b", "c"))},
		{name: "a context that has ended", context: ended},
		{name: "a PerCall layer that refuses", opts: layer(middleware.PerCall, func(http.RoundTripper) http.RoundTripper {
			return middleware.Func(func(*http.Request) (*http.Response, error) { return nil, errors.New("not today") })
		})},
		{name: "an open breaker", replies: []testkit.Reply{busy}, opts: opts(outbound.WithBreaker(breaker.Policy{MinCalls: 1})), calls: 3, sends: 1},

		{name: "a hold that the origin has asked for", replies: []testkit.Reply{busy.With("Retry-After", "5"), text}, opts: opts(outbound.WithGate(limit.Gate{})), calls: 2, sends: 2},
		{name: "a hold that does not fit into the timeout", replies: []testkit.Reply{busy.With("Retry-After", "30")}, opts: opts(outbound.WithGate(limit.Gate{}), outbound.WithTimeout(10*time.Second)), calls: 2, sends: 1},
		{name: "a hold that the caller does not wait for", replies: []testkit.Reply{busy.With("Retry-After", "30"), text}, opts: opts(outbound.WithGate(limit.Gate{})), calls: 2, context: within(time.Second), sends: 1},
		{name: "a rate", replies: []testkit.Reply{text}, opts: opts(outbound.WithRateLimit(limit.Rate{N: 1, Burst: 1})), calls: 3, sends: 3},

		{name: "a hedge of the call", replies: []testkit.Reply{slow, text}, opts: layer(middleware.PerCall, hedge(time.Second)), sends: 2},
		{name: "a hedge of the attempt", replies: []testkit.Reply{slow, text}, opts: layer(middleware.PerAttempt, hedge(time.Second)), sends: 2},
		{name: "a cache of the call that has the answer", opts: layer(middleware.PerCall, stored), calls: 2},
		{name: "a cache of the attempt that has the answer", opts: layer(middleware.PerAttempt, stored), calls: 2},

		{name: "a redirect", replies: []testkit.Reply{testkit.Redirect(302, "/next"), text}, sends: 2},
		{name: "a redirect to another origin", replies: []testkit.Reply{testkit.Redirect(302, "https://b.example/"), text}, sends: 2},
		{name: "too many redirects", replies: []testkit.Reply{testkit.Redirect(302, "/next")}, opts: opts(outbound.WithMaxRedirects(2)), sends: 3},
		{name: "a redirect that is refused", replies: []testkit.Reply{testkit.Redirect(302, "http://a.example/")}, sends: 1},
		{name: "a redirect without a place", replies: []testkit.Reply{testkit.Redirect(302, "http://[::1")}, sends: 1},
		{name: "a retry after a redirect", replies: []testkit.Reply{testkit.Redirect(302, "/next"), busy, text}, opts: opts(one), sends: 3},

		{name: "a replay after a 401", replies: []testkit.Reply{testkit.Status(401), text}, opts: opts(outbound.WithAuth(challenged{}, "https://a.example")), sends: 1},
		{name: "a second 401", replies: []testkit.Reply{testkit.Status(401)}, opts: opts(outbound.WithAuth(challenged{}, "https://a.example")), sends: 1},
		{name: "a scheme that fails", opts: opts(outbound.WithAuth(auth.Func(func(*http.Request) error { return errors.New("no token") }), "https://a.example")), sends: 1},

		{name: "a PerCall layer that panics", opts: layer(middleware.PerCall, panicking("mine", false)), panics: true},
		{name: "a PerCall layer that panics with a response", replies: []testkit.Reply{text}, opts: layer(middleware.PerCall, panicking("mine", true)), sends: 1, panics: true},
		{name: "a PerAttempt layer that panics", opts: layer(middleware.PerAttempt, panicking("mine", false)), panics: true},
		{name: "a PerAttempt layer that panics with a response", replies: []testkit.Reply{text}, opts: layer(middleware.PerAttempt, panicking("mine", true)), sends: 1, panics: true},
		{name: "a base that panics", replies: []testkit.Reply{func(*http.Request) (*http.Response, error) { panic("base") }}, sends: 1, panics: true},

		{name: "a body that is cut off", replies: []testkit.Reply{testkit.CutOff(200, "text/plain", "x")}, sends: 1},
		{name: "a body that fails", replies: []testkit.Reply{text.Body(iotest.ErrReader(io.ErrUnexpectedEOF))}, sends: 1},
		{name: "a body that ends with its silence", replies: []testkit.Reply{silent}, ask: with(outbound.BodyIdle(time.Second)), sends: 1},
		{name: "a body that ends with the timeout", replies: []testkit.Reply{silent}, opts: opts(outbound.WithTimeout(time.Second)), sends: 1},
		{name: "a body that ends with the caller", replies: []testkit.Reply{silent}, context: within(time.Second), sends: 1},
		{name: "a body that is too long", replies: []testkit.Reply{testkit.Text(200, strings.Repeat("x", 100))}, opts: opts(outbound.WithMaxResponseBytes(10)), sends: 1},

		{name: "an attempt that ends with its timeout", replies: []testkit.Reply{slow}, opts: opts(outbound.WithAttemptTimeout(time.Second)), sends: 1},
		{name: "a call that ends with its timeout", replies: []testkit.Reply{slow}, opts: opts(outbound.WithTimeout(time.Second)), sends: 1},
		{name: "a caller that leaves", replies: []testkit.Reply{slow}, context: within(time.Second), sends: 1},
		{name: "a caller that leaves during a wait", replies: []testkit.Reply{busy.With("Retry-After", "9"), text}, opts: opts(one), context: within(time.Second), sends: 1},
		{name: "a base that returns nothing", replies: []testkit.Reply{testkit.Fail(errors.New("gone"))}, sends: 1},
	}
}

// silent answers with a body of which nothing comes.
func silent(*http.Request) (*http.Response, error) {
	body, _ := io.Pipe()
	resp := testkit.Response(200, "")
	resp.Body, resp.ContentLength = body, -1
	return resp, nil
}

// challenged is a scheme that answers every 401.
type challenged struct{}

func (challenged) Authorize(*http.Request) error          { return nil }
func (challenged) Challenge(*http.Response) (bool, error) { return true, nil }
