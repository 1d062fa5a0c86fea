package repotest

import (
	"errors"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// What docs/changes.md says of the present version.

func TestChangesPageOnAttemptsAndReasons(t *testing.T) {
	keep := retry.Any(retry.Transient, retry.OnKind(httperror.DNS))
	final := retry.All(retry.Transient, retry.Not(retry.OnKind(httperror.Proxy)))
	for name, tc := range map[string]struct {
		reply    mock.Reply
		when     retry.Condition
		attempts int
		reason   string
	}{
		"a name that does not exist":            {mock.NoSuchHost(), nil, 2, string(retry.NotRetryable)},
		"a name that does not exist, as it was": {mock.NoSuchHost(), keep, 4, string(retry.AttemptsExhausted)},
		"a proxy that is busy":                  {mock.ProxyDenied(503), nil, 4, string(retry.AttemptsExhausted)},
		"a proxy that is busy, as it was":       {mock.ProxyDenied(503), final, 1, string(retry.NotRetryable)},
		"a server that stalls":                  {mock.Stall(), nil, 1, string(retry.DeadlineTooClose)},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, m := mock.New(t, outbound.WithRetry(retry.Policy{Wait: retry.Constant(0), When: tc.when}),
					outbound.WithTimeout(outbound.DefaultAttemptTimeout/2))
				m.On("GET", "/a", tc.reply)
				_, err := outbound.Get[string](t.Context(), client, "/a")
				var he *outbound.HTTPError
				if !errors.As(err, &he) || he.Attempts != tc.attempts || he.Reason != tc.reason {
					t.Errorf("got %+v, want %d attempts and the reason %s", he, tc.attempts, tc.reason)
				}
			})
		})
	}
}

func TestChangesPageOnRedirects(t *testing.T) {
	for _, code := range []int{301, 302, 303} {
		for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "POST"} {
			t.Run(method+" "+strconv.Itoa(code), func(t *testing.T) {
				client, m := mock.New(t)
				m.On(method, "/a", mock.Status(code).With("Location", "/b"))
				m.On("GET", "/b", mock.Status(204)).AnyTimes()
				_, err := outbound.Call[struct{}](t.Context(), client, method, "/a", "x")
				if refused := errors.Is(err, httperror.Redirect); refused != (code != 303 && method != "POST") {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}

func TestChangesPageOnBodies(t *testing.T) {
	client, m := mock.New(t, outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
	m.On("GET", "/long", mock.Truncated(200, strings.Repeat("x", 1<<20), 50))
	m.On("GET", "/short", mock.Truncated(200, "a short body", 5), mock.Text(200, "whole"))
	for path, want := range map[string]error{"/long": io.ErrUnexpectedEOF, "/short": nil} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", mock.BaseURL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.HTTP().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(resp.Body); err != want {
			t.Errorf("%s: got %v, want %v", path, err, want)
		}
		_ = resp.Body.Close()
	}
	m.On("GET", "/nobody", mock.Status(404))
	if _, err := outbound.Get[doortest.User](t.Context(), client, "/nobody", outbound.AllowStatus(404)); err != nil {
		t.Errorf("an allowed status without a body: got %v", err)
	}
	m.On("GET", "/page", mock.Text(200, `{"id":1}`).With("Content-Type", "text/html"))
	var user doortest.User
	if _, err := client.R(t.Context()).SetResult(&user).ForceContentType("application/json").Get("/page"); err != nil || user.ID != 1 {
		t.Errorf("a forced type: got %v, %v", user, err)
	}
}

func TestChangesPageOnOptions(t *testing.T) {
	for name, opts := range map[string][]outbound.Option{
		"a secret header without a base URL": {outbound.WithHeader("X-Api-Key", "k")},
		"a Host without a base URL":          {outbound.WithHeader("Host", "h")},
		"a length":                           {outbound.WithHeader("Content-Length", "1")},
		"a field of the transport":           {outbound.WithHeader("Transfer-Encoding", "chunked")},
		"another field of the transport":     {outbound.WithHeader("Connection", "close")},
		"a proxy with a path":                {outbound.WithProxy("http://proxy.example:3128/path")},
		"a proxy with a query":               {outbound.WithProxy("http://proxy.example:3128?a=b")},
	} {
		if c, err := outbound.New(opts...); err == nil {
			_ = c.Close()
			t.Errorf("%s: got no error", name)
		}
	}
	c, err := outbound.New(outbound.WithTimeout(outbound.DefaultAttemptTimeout/2), outbound.WithAttemptTimeout(outbound.DefaultAttemptTimeout))
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
}

// The command of the page gives each old field of the log its new name.
func TestChangesPageOnLogFields(t *testing.T) {
	root(t)
	page, err := os.ReadFile("docs/changes.md")
	if err != nil {
		t.Fatal(err)
	}
	logging, err := os.ReadFile("docs/logging.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`sed -i -E 's/\\b\(([a-z_|]+)\)\\b/\\1_ms/g'`).FindSubmatch(page)
	if m == nil {
		t.Fatal("the page has no command for the fields")
	}
	names := strings.Split(string(m[1]), "|")
	if len(names) != 7 {
		t.Errorf("got %q, want the 7 fields of the first version that have a unit now", names)
	}
	for _, name := range names {
		if !strings.Contains(string(page), "`"+name+"_ms`") || !strings.Contains(string(logging), "| `"+name+"_ms` |") {
			t.Errorf("%s_ms is no field of the log, or not on the page", name)
		}
	}
}
