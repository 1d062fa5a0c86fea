package auth_test

import (
	"net/http"
	"net/url"
	"sync"
	"testing"

	"example.com/outbound/auth"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
)

const home = "https://api.example.com"

// record is a base that answers with the statuses in turn, 200 without any; the
// last one repeats. It keeps what it was sent.
type record struct {
	statuses []int
	base     *testkit.Base
	once     sync.Once

	mu     sync.Mutex
	sent   []*http.Request
	bodies []string
}

func (r *record) RoundTrip(req *http.Request) (*http.Response, error) {
	r.once.Do(func() {
		r.base = testkit.Script(r.reply)
		r.base.See = r.see
	})
	return r.base.RoundTrip(req)
}

func (r *record) reply(*http.Request) (*http.Response, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.statuses) == 0 {
		return testkit.Response(http.StatusOK, "body"), nil
	}
	return testkit.Response(r.statuses[min(len(r.sent), len(r.statuses))-1], "body"), nil
}

func (r *record) see(s testkit.Sent) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent, r.bodies = append(r.sent, s.Request), append(r.bodies, string(s.Body))
}

// fields are the Authorization fields that were sent.
func (r *record) fields() (fields []string) {
	for _, req := range r.sent {
		fields = append(fields, req.Header.Get("Authorization"))
	}
	return fields
}

// chain is the layer alone, with s bound to the origins, on base.
func chain(t testing.TB, base http.RoundTripper, s auth.Scheme, origins ...string) http.RoundTripper {
	t.Helper()
	b := auth.Binding{Scheme: s}
	for _, raw := range origins {
		o, err := auth.ParseOrigin(raw)
		if err != nil {
			t.Fatal(err)
		}
		b.Origins = append(b.Origins, o)
	}
	return middleware.Chain(base, auth.New(b))
}

func get(t testing.TB, rawURL string) *http.Request {
	t.Helper()
	return testkit.Get(t, rawURL)
}

func post(t testing.TB, rawURL, body string) *http.Request {
	t.Helper()
	return testkit.Post(t, rawURL, body)
}

// send sends req and returns the status. It closes the body.
func send(t testing.TB, rt http.RoundTripper, req *http.Request) int {
	t.Helper()
	status, _ := testkit.Send(t, rt, req)
	return status
}

// authorized is a request that s has authorized.
func authorized(t testing.TB, s auth.Scheme, req *http.Request) *http.Request {
	t.Helper()
	if err := s.Authorize(req); err != nil {
		t.Fatal(err)
	}
	return req
}

// onCall puts req into a call that came along hops before it.
func onCall(t testing.TB, req *http.Request, hops ...string) *http.Request {
	t.Helper()
	c := call.New(req.Context())
	for _, raw := range hops {
		c.Hop(get(t, raw), false)
	}
	sent, _ := c.Hop(req, false)
	return sent
}

func parse(t testing.TB, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
