package doortest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/mock"
)

func TestEndIsToldOnceHoweverACallGoes(t *testing.T) {
	for _, w := range ways() {
		t.Run(w.name, func(t *testing.T) {
			EachDoor(t, func(t *testing.T, d Door) {
				synctest.Test(t, func(t *testing.T) { w.walk(t, d) })
			})
		})
	}
}

func (w way) walk(t *testing.T, d Door) {
	t.Helper()
	var n tally
	base := testkit.Script(append(w.replies, testkit.Fail(errors.New("asked without need")))...)
	if len(w.replies) > 0 {
		base = testkit.Script(w.replies...)
	}
	c := NewClient(t, append([]outbound.Option{outbound.WithMockTransport(base), outbound.WithObserver(n.observer())}, w.opts...)...)
	ctx := t.Context()
	if w.context != nil {
		ctx = w.context(t)
	}
	a := Get()
	if w.ask != nil {
		a = w.ask()
	}
	calls := max(w.calls, 1)
	for range calls {
		if got := Panics(func() { _, _ = d.Call(ctx, c, a) }); (got != nil) != w.panics {
			t.Errorf("got the panic %v, want one: %v", got, w.panics)
		}
	}
	synctest.Wait() // a bound ends a call on a goroutine of its own
	n.want(t, calls, w.sends)
}

func TestEndIsToldOnceHoweverABodyIsUsed(t *testing.T) {
	for name, use := range map[string]func(*http.Response, context.CancelFunc){
		"read and closed":     func(resp *http.Response, _ context.CancelFunc) { _, _ = Read(resp) },
		"read and not closed": func(resp *http.Response, _ context.CancelFunc) { _, _ = io.ReadAll(resp.Body) },
		"closed unread":       func(resp *http.Response, _ context.CancelFunc) { _ = resp.Body.Close() },
		"closed twice":        func(resp *http.Response, _ context.CancelFunc) { _ = resp.Body.Close(); _ = resp.Body.Close() },
		"read in part": func(resp *http.Response, _ context.CancelFunc) {
			_, _ = resp.Body.Read(make([]byte, 1))
			_ = resp.Body.Close()
		},
		"left open until the caller leaves": func(_ *http.Response, leave context.CancelFunc) { leave() },
		"left open until the timeout":       func(*http.Response, context.CancelFunc) { time.Sleep(time.Hour) },
		"read, closed and cancelled at once": func(resp *http.Response, leave context.CancelFunc) {
			var all sync.WaitGroup
			all.Go(func() { _, _ = io.ReadAll(resp.Body) })
			all.Go(func() { _ = resp.Body.Close() })
			all.Go(leave)
			all.Wait()
		},
	} {
		for door, send := range map[string]func(*outbound.Client, *http.Request) (*http.Response, error){
			"Do":   func(c *outbound.Client, req *http.Request) (*http.Response, error) { return c.Do(req) },
			"HTTP": func(c *outbound.Client, req *http.Request) (*http.Response, error) { return c.HTTP().Do(req) },
		} {
			t.Run(name+", "+door, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var n tally
					m := mock.NewTransport(t)
					m.On("GET", "/users/{id}", mock.Text(200, strings.Repeat("x", 100_000)))
					c := NewClient(t, outbound.WithMockTransport(m), outbound.WithObserver(n.observer()), outbound.WithTimeout(time.Minute))
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					req, err := http.NewRequestWithContext(ctx, http.MethodGet, Get().URL, nil)
					if err != nil {
						t.Fatal(err)
					}
					resp, err := send(c, req)
					if err != nil {
						t.Fatal(err)
					}
					use(resp, cancel)
					synctest.Wait()
					n.want(t, 1, 1)
				})
			})
		}
	}
}

// want compares: calls that have begun and ended, and sends that have.
func (n *tally) want(t *testing.T, calls, sends int) {
	t.Helper()
	got := fmt.Sprintf("%d begun, %d ended, %d sent, %d sends ended", n.begun.Load(), n.ended.Load(), n.sent.Load(), n.over.Load())
	want := fmt.Sprintf("%d begun, %d ended, %d sent, %d sends ended", calls, calls, sends, sends)
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestTheLayersThatSendNothingOrTwiceAreSeenInTheEnd(t *testing.T) {
	for name, want := range map[string]string{
		"a hold that the origin has asked for":        "503 server_status after 1; 200 after 1, held 5s",
		"a rate":                                      "200 after 1; 200 after 1, held 1s; 200 after 1, held 1s",
		"an open breaker":                             "503 server_status after 1; 0 circuit_open after 0; 0 circuit_open after 0",
		"a hedge of the call":                         "200 after 1 or 200 after 2", // the other one may have an outcome already
		"a cache of the call that has the answer":     "200 after 0; 200 after 0",
		"a redirect":                                  "200 after 2, redirects 1",
		"a replay after a 401":                        "200 after 1",
		"a body that ends with its silence":           "200 timeout after 1",
		"a hold that does not fit into the timeout":   "503 server_status after 1; 0 limited after 0",
		"a PerCall layer that panics with a response": "0 unknown after 1",
		"a scheme that fails":                         "0 auth after 1",
		"a caller that leaves during a wait":          "0 canceled after 1",
		"a redirect that is refused":                  "302 redirect after 1",
	} {
		t.Run(name, func(t *testing.T) {
			w := wayNamed(t, name)
			EachDoor(t, func(t *testing.T, d Door) {
				synctest.Test(t, func(t *testing.T) {
					var ends []string
					w.opts = append(w.opts[:len(w.opts):len(w.opts)], outbound.WithObserver(outbound.Observer{
						End: func(_ middleware.Call, r outbound.CallResult) { ends = append(ends, endOf(r)) },
					}))
					w.walk(t, d)
					want := want
					if d.Name == "HTTP" { // where a status is an answer
						want = strings.ReplaceAll(want, " server_status", "")
					}
					if got := strings.Join(ends, "; "); !slices.Contains(strings.Split(want, " or "), got) {
						t.Errorf("got  %s\nwant %s", got, want)
					}
				})
			})
		})
	}
}

// endOf is what an observer is told of the end of a call.
func endOf(r outbound.CallResult) string {
	text := fmt.Sprintf("%d after %d", r.Status, r.Attempts)
	if r.Err != nil {
		text = fmt.Sprintf("%d %s after %d", r.Status, r.Err.Kind, r.Attempts)
	}
	if r.Redirects > 0 {
		text += fmt.Sprintf(", redirects %d", r.Redirects)
	}
	if r.Held > 0 {
		text += fmt.Sprintf(", held %v", r.Held)
	}
	return text
}

func wayNamed(t *testing.T, name string) way {
	t.Helper()
	for _, w := range ways() {
		if w.name == name {
			return w
		}
	}
	t.Fatalf("there is no row %q", name)
	return way{}
}
