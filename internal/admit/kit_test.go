package admit_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/admit"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/observe"
)

// server is the reply of a strict base: it answers as act says, and with 200 at
// once where that is nil.
type server struct {
	mu   sync.Mutex
	act  func(n int, req *http.Request) (*http.Response, error)
	sent []time.Time
}

func (s *server) serve(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.sent = append(s.sent, time.Now())
	n, act := len(s.sent), s.act
	s.mu.Unlock()
	if act == nil {
		return answer(req, 200), nil
	}
	return act(n, req)
}

func (s *server) does(act func(n int, req *http.Request) (*http.Response, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.act = act
}

func (s *server) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent)
}

// answer makes a response with fields given as name, value, …
func answer(req *http.Request, code int, fields ...string) *http.Response {
	h := http.Header{}
	for i := 0; i+1 < len(fields); i += 2 {
		h.Set(fields[i], fields[i+1])
	}
	return &http.Response{StatusCode: code, Header: h, Body: io.NopCloser(strings.NewReader("body")), Request: req}
}

// status answers with a status and fields.
func status(code int, fields ...string) func(int, *http.Request) (*http.Response, error) {
	return func(_ int, req *http.Request) (*http.Response, error) { return answer(req, code, fields...), nil }
}

// fails fails with a kind.
func fails(kind httperror.Kind) func(int, *http.Request) (*http.Response, error) {
	return func(int, *http.Request) (*http.Response, error) {
		return nil, &httperror.Error{Kind: kind, Err: errors.New("no")}
	}
}

// hangs ends with the request's context.
func hangs(_ int, req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// client is an admission on a server.
type client struct {
	*admit.Admission
	http.RoundTripper
	*server
	t *testing.T

	mu      sync.Mutex
	changes []observe.StateChange
}

func newClient(t *testing.T, p admit.Policies) *client {
	return newClientWith(t, p, admit.Hooks{}, nil)
}

func newClientWith(t *testing.T, p admit.Policies, h admit.Hooks, old *client) *client {
	t.Helper()
	c := &client{server: &server{}, t: t}
	h.Changed = func(_ *http.Request, change observe.StateChange) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.changes = append(c.changes, change)
	}
	var shared *admit.Admission
	if old != nil {
		shared, c.server = old.Admission, old.server
	}
	a, err := admit.New(p, h, shared)
	if err != nil {
		t.Fatal(err)
	}
	c.Admission, c.RoundTripper = a, a.Layer()(testkit.Script(c.serve))
	return c
}

// request is a GET of the origin with a bound, 0 for none.
func request(ctx context.Context, url string) *http.Request {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		panic(err)
	}
	return req
}

const home = "https://a.test/"

// get sends a request and closes its answer.
func (c *client) get(ctx context.Context) error {
	_, err := c.do(request(ctx, home))
	return err
}

func (c *client) do(req *http.Request) (int, error) {
	resp, err := c.RoundTrip(req)
	if err != nil {
		return 0, err
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return resp.StatusCode, nil
}

// told are the changes so far, as from>to.
func (c *client) told() (all []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, change := range c.changes {
		all = append(all, change.What+" "+change.From+">"+change.To)
	}
	return all
}

func (c *client) breakerIs(want string) {
	c.t.Helper()
	for _, o := range c.Origins() {
		if o.Origin == "https://a.test" && o.Breaker == want {
			return
		}
	}
	c.t.Errorf("got the origins %+v, want a breaker that is %s", c.Origins(), want)
}

func wantKind(t *testing.T, err error, kind httperror.Kind) *httperror.Error {
	t.Helper()
	var he *httperror.Error
	if !errors.As(err, &he) || he.Kind != kind {
		t.Fatalf("got the error %v, want the kind %s", err, kind)
	}
	return he
}

// took fails t unless d has passed since begin, to the millisecond.
func took(t *testing.T, begin time.Time, d time.Duration) {
	t.Helper()
	if got := time.Since(begin); got.Round(time.Millisecond) != d {
		t.Errorf("got an answer after %v, want %v", got, d)
	}
}

func bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, f)
}
