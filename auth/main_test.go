package auth_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"example.com/outbound/auth"
	"example.com/outbound/internal/callinfo"
	"example.com/outbound/middleware"
)

const home = "https://api.example.com"

// record is a base that answers with the given statuses in turn, the last one
// repeated, and keeps what it was sent.
type record struct {
	mu       sync.Mutex
	statuses []int
	sent     []*http.Request
	bodies   []string
	open     int // response bodies not closed
}

func (r *record) RoundTrip(req *http.Request) (*http.Response, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body := ""
	if req.Body != nil {
		b, _ := io.ReadAll(req.Body)
		_ = req.Body.Close()
		body = string(b)
	}
	status := http.StatusOK
	if len(r.statuses) > 0 {
		status = r.statuses[min(len(r.sent), len(r.statuses)-1)]
	}
	seen := req.Clone(context.Background())
	r.sent, r.bodies = append(r.sent, seen), append(r.bodies, body)
	r.open++
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: &counted{Reader: strings.NewReader("body"), r: r}}, nil
}

// fields are the Authorization fields that were sent.
func (r *record) fields() (fields []string) {
	for _, req := range r.sent {
		fields = append(fields, req.Header.Get("Authorization"))
	}
	return fields
}

type counted struct {
	io.Reader
	r    *record
	once sync.Once
}

func (c *counted) Close() error {
	c.once.Do(func() { c.r.open-- })
	return nil
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
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, rawURL, nil)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func post(t testing.TB, rawURL, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, rawURL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// send sends req and returns the status. It closes the body.
func send(t testing.TB, rt http.RoundTripper, req *http.Request) int {
	t.Helper()
	resp, err := rt.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// authorized is a request that s has authorized.
func authorized(t testing.TB, s auth.Scheme, req *http.Request) *http.Request {
	t.Helper()
	if err := s.Authorize(req); err != nil {
		t.Fatal(err)
	}
	return req
}

// call puts req into a call that came along hops before it.
func call(t testing.TB, req *http.Request, hops ...string) *http.Request {
	t.Helper()
	c := callinfo.New(req.Context())
	for _, raw := range hops {
		c.Hop(get(t, raw))
	}
	c.Hop(req)
	return c.Adopt(req, false)
}

func parse(t testing.TB, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
