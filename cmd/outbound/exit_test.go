package main_test

import (
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

// raw is a server that answers with bytes.
func raw(t *testing.T, answer string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = c.Read(make([]byte, 4096))
			_, _ = io.WriteString(c, answer)
			_ = c.Close()
		}
	}()
	return "http://" + l.Addr().String()
}

// stalled is a server that answers with bytes and then says nothing.
func stalled(t *testing.T, answer string) string {
	t.Helper()
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		t.Cleanup(func() { _ = c.Close() })
		_, _ = io.WriteString(c, answer)
	})
}

// closedPort is an address that nobody listens at.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return "http://" + l.Addr().String()
}

func TestEachFailureHasItsExitStatus(t *testing.T) {
	ok := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") })
	slow := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	round := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) })
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	gone := t.TempDir() + "/absent/file"
	tests := map[string]struct {
		args []string
		want int
	}{
		"an answer":                        {[]string{"get", ok}, 0},
		"help":                             {[]string{"--help"}, 0},
		"the version":                      {[]string{"--version"}, 0},
		"no command":                       {nil, 2},
		"an unknown flag":                  {[]string{"get", "--bogus", ok}, 2},
		"a header without a colon":         {[]string{"get", "-H", "X", ok}, 2},
		"an unknown preset":                {[]string{"get", "-p", "biling", ok}, 2},
		"a preset whose secret is missing": {[]string{"get", "-p", "billing", ok}, 2},
		"a broken file of presets":         {[]string{"get", "--config", "testdata/broken.yaml", "-p", "billing", ok}, 2},
		"no file of presets":               {[]string{"get", "--config", "absent.yaml", "-p", "billing", ok}, 2},
		"a URL without a scheme":           {[]string{"get", "example.com"}, 3},
		"nobody listens":                   {[]string{"get", "--retry", "0", closedPort(t)}, 7},
		"what is not HTTP":                 {[]string{"get", "--retry", "0", raw(t, "SSH-2.0-OpenSSH_9.9\r\n")}, 8},
		"a body that is cut off":           {[]string{"get", "--retry", "0", raw(t, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")}, 18},
		"a status":                         {[]string{"get", serve(t, http.NotFound)}, 22},
		"a file that cannot be written":    {[]string{"get", ok, "-o", gone}, 23},
		"a body that cannot be read":       {[]string{"post", ok, "-d", "@" + gone}, 26},
		"a call that takes too long":       {[]string{"get", slow, "--timeout", "50ms"}, 28},
		"a server without TLS":             {[]string{"get", "--retry", "0", "https" + strings.TrimPrefix(ok, "http")}, 35},
		"a circle of redirects":            {[]string{"get", round}, 47},
		"a connection closed at once":      {[]string{"get", "--retry", "0", raw(t, "")}, 52},
		"a certificate of nobody":          {[]string{"get", secure.URL}, 60},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := outbound(t, tt.args...)
			if got.status != tt.want {
				t.Errorf("got status %d, want %d; standard error:\n%s", got.status, tt.want, got.err)
			}
			if (got.err == "") != (tt.want == 0) {
				t.Errorf("standard error: got %q of status %d", got.err, tt.want)
			}
		})
	}
}

func entries(t *testing.T, dir string) (names []string) {
	t.Helper()
	es, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range es {
		names = append(names, e.Name())
	}
	return names
}
