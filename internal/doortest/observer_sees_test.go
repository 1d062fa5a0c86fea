package doortest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// notebook writes down what an observer is told.
type notebook struct {
	mu    sync.Mutex
	lines []string
}

func (n *notebook) note(format string, args ...any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lines = append(n.lines, fmt.Sprintf(format, args...))
}

func (n *notebook) observer() outbound.Observer {
	return outbound.Observer{
		Begin: func(ctx context.Context, call middleware.Call) context.Context {
			n.note("begin %s", call.Template())
			return ctx
		},
		Attempt: func(ctx context.Context, req *http.Request) (*http.Request, func(outbound.AttemptResult)) {
			call, _ := middleware.CallFrom(ctx)
			n.note("attempt %d", call.Attempt())
			return req, func(r outbound.AttemptResult) { n.note("ended %d %d %s%s", r.Number, r.Status, r.Kind, replayed(r)) }
		},
		Backoff: func(_ middleware.Call, b outbound.BackoffEvent) { n.note("backoff %d %s", b.Attempt, b.Kind) },
		End: func(_ middleware.Call, r outbound.CallResult) {
			kind := ""
			if r.Err != nil {
				kind = string(r.Err.Kind)
			}
			n.note("end %d %s after %d, redirects %d", r.Status, kind, r.Attempts, r.Redirects)
		},
	}
}

func replayed(r outbound.AttemptResult) string {
	if r.Replayed {
		return " replayed"
	}
	return ""
}

func TestAnObserverSeesEveryWayThatACallCanGo(t *testing.T) {
	get := func(path string, opts ...outbound.CallOption) func(context.Context, *outbound.Client) error {
		return func(ctx context.Context, c *outbound.Client) error {
			_, err := outbound.Get[string](ctx, c, path, opts...)
			return err
		}
	}
	for name, tt := range map[string]struct {
		replies []mock.Reply
		method  string
		call    func(context.Context, *outbound.Client) error
		want    []string
	}{
		"an answer": {[]mock.Reply{mock.Text(200, "x")}, "GET", get("/x/{id}", outbound.PathParam("id", "1")),
			[]string{"begin /x/{id}", "attempt 1", "ended 1 200 ", "end 200  after 1, redirects 0"}},
		"a status": {[]mock.Reply{mock.Status(404)}, "GET", get("/x/1"),
			[]string{"begin /x/1", "attempt 1", "ended 1 404 client_status", "end 404 client_status after 1, redirects 0"}},
		"a retry": {[]mock.Reply{mock.Status(503), mock.Text(200, "x")}, "GET", get("/x/1"),
			[]string{"begin /x/1", "attempt 1", "ended 1 503 server_status", "backoff 1 server_status", "attempt 2", "ended 2 200 ", "end 200  after 2, redirects 0"}},
		"refused by the transport": {[]mock.Reply{mock.Refused(), mock.Text(200, "x")}, "GET", get("/x/1"),
			[]string{"begin /x/1", "attempt 1", "ended 1 0 connect", "backoff 1 connect", "attempt 2", "ended 2 200 ", "end 200  after 2, redirects 0"}},
		"refused before the first send": {nil, "", get("/x/{id}"),
			[]string{"begin /x/{id}", "end 0 request after 0, redirects 0"}},
		"a redirect": {[]mock.Reply{mock.Status(302).With("Location", "/x/2"), mock.Text(200, "x")}, "GET", get("/x/1"),
			[]string{"begin /x/1", "attempt 1", "ended 1 302 ", "attempt 2", "ended 2 200 ", "end 200  after 2, redirects 1"}},
		"a replay after a 401": {[]mock.Reply{mock.Status(401), mock.Text(200, "x")}, "GET", get("/x/1"),
			[]string{"begin /x/1", "attempt 1", "ended 1 200  replayed", "end 200  after 1, redirects 0"}},
		"a body that is cut off": {[]mock.Reply{mock.Truncated(200, "hello", 2)}, "POST", func(ctx context.Context, c *outbound.Client) error {
			req, _ := http.NewRequestWithContext(ctx, http.MethodPost, "http://api.test/x/1", nil)
			resp, err := c.Do(req)
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			_, err = io.ReadAll(resp.Body)
			return err
		}, []string{"begin ", "attempt 1", "ended 1 200 body", "end 200 body after 1, redirects 0"}},
		"a body that ends with its bound": {[]mock.Reply{mock.StalledBody(200, "hello", 2)}, "GET", func(ctx context.Context, c *outbound.Client) error {
			req, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://api.test/x/1", nil)
			resp, err := c.HTTP(outbound.BodyIdle(time.Second)).Do(req)
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			_, err = io.ReadAll(resp.Body)
			return err
		}, []string{"begin ", "attempt 1", "ended 1 200 timeout", "end 200 timeout after 1, redirects 0"}},
		"R": {[]mock.Reply{mock.Text(200, "x")}, "GET", func(ctx context.Context, c *outbound.Client) error {
			_, err := c.R(ctx).SetPathParam("id", "1").Get("/x/{id}")
			return err
		}, []string{"begin /x/{id}", "attempt 1", "ended 1 200 ", "end 200  after 1, redirects 0"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var n notebook
				c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithObserver(n.observer()),
					outbound.WithRetry(retry.Policy{BufferBody: -1}), outbound.WithAuth(challenged{}))
				if len(tt.replies) > 0 {
					m.On(tt.method, "/x/{id}", tt.replies...)
				}
				_ = tt.call(t.Context(), c)
				synctest.Wait() // a bound ends a call on a goroutine of its own
				if got := strings.Join(n.lines, "\n"); got != strings.Join(tt.want, "\n") {
					t.Errorf("got\n%s\nwant\n%s", got, strings.Join(tt.want, "\n"))
				}
			})
		})
	}
}
