package main_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// echo tells the request that it has had.
func echo(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	_, _ = fmt.Fprintf(w, "%s %s %s %s %s", r.Method, r.URL, r.Header.Get("X-A"), r.Header.Get("Content-Type"), body)
}

func TestACallIsSentAsTheFlagsSay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "body.json")
	if err := os.WriteFile(file, []byte(`{"n":1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		args  []string
		stdin string
		want  string
	}{
		"get":                      {[]string{"get"}, "", "GET /x?q=1   "},
		"get with a body":          {[]string{"get", "-d", `{"a":1}`}, "", `GET /x?q=1  application/json {"a":1}`},
		"delete with a body":       {[]string{"delete", "-d", "a"}, "", "DELETE /x?q=1  text/plain; charset=utf-8 a"},
		"delete":                   {[]string{"delete"}, "", "DELETE /x?q=1   "},
		"post without a body":      {[]string{"post"}, "", "POST /x?q=1   "},
		"post JSON":                {[]string{"post", "-d", `{"a":1}`}, "", `POST /x?q=1  application/json {"a":1}`},
		"put text":                 {[]string{"put", "-d", "a=1"}, "", "PUT /x?q=1  text/plain; charset=utf-8 a=1"},
		"an empty body":            {[]string{"put", "-d", ""}, "", "PUT /x?q=1  text/plain; charset=utf-8 "},
		"patch a file":             {[]string{"patch", "-d", "@" + file}, "", `PATCH /x?q=1  application/json {"n":1}`},
		"post standard input":      {[]string{"post", "-d", "@-"}, "[]", "POST /x?q=1  application/json []"},
		"a header":                 {[]string{"get", "-H", "X-A: b, c"}, "", "GET /x?q=1 b, c  "},
		"a type of one's own":      {[]string{"post", "-H", "content-type: text/csv", "-d", "1,2"}, "", "POST /x?q=1  text/csv 1,2"},
		"standard output by name":  {[]string{"get", "-o", "-"}, "", "GET /x?q=1   "},
		"a preset without retries": {[]string{"get", "--preset", "once"}, "", "GET /x?q=1   "},
	}
	url := serve(t, echo) + "/x?q=1"
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := command(t.Context(), append(tt.args, url)...)
			c.Stdin = strings.NewReader(tt.stdin)
			wantResult(t, finish(t, c), 0, tt.want)
		})
	}
}

func TestHeadersAreReadFromAFile(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprint(w, r.Header["X-A"], r.Header.Get("Authorization"))
	})
	file := filepath.Join(t.TempDir(), "fields")
	if err := os.WriteFile(file, []byte("x-a: 1\r\n\nX-A: 2\nAuthorization: Bearer t"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantResult(t, outbound(t, "get", url, "-H", "@"+file, "-H", "X-A: 3"), 0, "[1 2 3]Bearer t")
	wantResult(t, outbound(t, "get", url, "-H", "@"+file+"-absent"), 26, "")
	if err := os.WriteFile(file, []byte("hunter2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := outbound(t, "get", url, "-H", "@"+file); got.status != 2 || strings.Contains(got.err, "hunter2") {
		t.Errorf("a line without a colon: got status %d and %q, want 2 and nothing of the file", got.status, got.err)
	}
}

func TestASilentBodyEndsTheCall(t *testing.T) {
	url := stalled(t, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\nhalf")
	config := fileOf(t, []byte("presets: {silent: {body_idle_timeout: 50ms}}"))
	wantResult(t, outbound(t, "get", url, "--idle", "50ms"), 28, "half")
	wantResult(t, outbound(t, "get", url, "--config", config, "-p", "silent"), 28, "half")
	wantResult(t, outbound(t, "get", url, "--config", config, "-p", "silent", "--idle", "60ms"), 28, "half")
}

func TestHeadAndIncludePrintStatusAndHeaders(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"], w.Header()["Content-Type"] = nil, nil
		w.Header().Set("Content-Length", "2")
		if r.Method == http.MethodGet {
			_, _ = io.WriteString(w, "ok")
		}
	})
	const head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
	wantResult(t, outbound(t, "head", url), 0, head)
	wantResult(t, outbound(t, "get", "-i", url), 0, head+"ok")
}

func TestHeadSendsItsBody(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Got", string(body))
	})
	contains(t, outbound(t, "head", url, "-d", "abc").out, "X-Got: abc")
}

func TestTheHostFieldIsSent(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Host) })
	wantResult(t, outbound(t, "get", url, "-H", "host: virtual.example"), 0, "virtual.example")
}

func TestAFailedCallShowsItsHeadersToo(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"], w.Header()["Content-Type"] = nil, nil
		w.Header().Set("X-Why", "gone")
		w.Header().Set("Set-Cookie", "a=b")
		w.Header().Set("Content-Length", "4")
		w.WriteHeader(http.StatusNotFound)
		if r.Method != http.MethodHead {
			_, _ = io.WriteString(w, "body")
		}
	})
	const head = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nSet-Cookie: a=b\r\nX-Why: gone\r\n\r\n"
	wantResult(t, outbound(t, "head", url), 22, head)
	wantResult(t, outbound(t, "get", "-i", url), 22, head+"body")
	wantResult(t, outbound(t, "get", url), 22, "body")
}

func TestAURLWithoutASchemeExplainsItself(t *testing.T) {
	for url, want := range map[string]string{
		"example.com":                   `"example.com" has no scheme: write https://example.com`,
		"localhost:8080/x":              `"localhost:8080/x" has no scheme: write https://localhost:8080/x`,
		"127.0.0.1:8080":                `"127.0.0.1:8080" has no scheme`,
		"user:hunter2@example.com/x?k=": `"example.com/x" has no scheme: write https://example.com/x`,
		"/invoices":                     "use --preset NAME, or a whole URL",
		"":                              "use --preset NAME, or a whole URL",
		"http://user:hunter2@h/%zz":     "invalid URL escape",
	} {
		got := outbound(t, "get", url)
		if got.status != 3 || !strings.Contains(got.err, want) || strings.Contains(got.err, "hunter2") {
			t.Errorf("%s: got status %d and %q, want 3 and %q", url, got.status, got.err, want)
		}
	}
}

func TestABlankInAURLIsEscaped(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.RequestURI) })
	wantResult(t, outbound(t, "get", url+"/a b?c=d e"), 0, "/a%20b?c=d%20e")
}

func TestAMessageNamesAPresetOnlyIfOneWasAskedFor(t *testing.T) {
	lost := serve(t, http.NotFound)
	half := raw(t, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
	for name, args := range map[string][]string{
		"a status": {lost}, "no connection": {closedPort(t), "--retry", "0"}, "a body that is cut off": {half, "--retry", "0"},
	} {
		if got := outbound(t, append([]string{"get"}, args...)...); !strings.HasPrefix(got.err, "outbound: GET http") {
			t.Errorf("%s: got %q, want no name of a preset", name, got.err)
		}
		if got := outbound(t, append([]string{"get", "-p", "once"}, args...)...); !strings.HasPrefix(got.err, "outbound: once: GET http") {
			t.Errorf("%s, with a preset: got %q, want its name", name, got.err)
		}
	}
}

func TestAPresetOfTheFileIsUsed(t *testing.T) {
	dir := t.TempDir()
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, "%s %s %s", r.URL, r.Header.Get("Authorization"), r.Header.Get("X-Request-Id"))
	})
	file := filepath.Join(dir, "services.yaml")
	text := "presets: {billing: {base_url: '" + url + "/v1', auth: [{bearer: '${file:token}'}], request_id: X-Request-Id}}"
	for name, data := range map[string]string{file: text, filepath.Join(dir, "token"): "t1\n"} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := outbound(t, "get", "--config", file, "-p", "billing", "/invoices", "-H", "X-Request-Id: 7")
	wantResult(t, got, 0, "/v1/invoices Bearer t1 7")
}

func TestRetryRepeatsWhatMayBeRepeated(t *testing.T) {
	tests := map[string]struct {
		args []string
		want int
	}{
		"get with two retries":        {[]string{"get", "--retry", "2"}, 3},
		"get without":                 {[]string{"get", "--retry", "0"}, 1},
		"post":                        {[]string{"post", "--retry", "2"}, 1},
		"post that may be sent twice": {[]string{"post", "--retry", "2", "--idempotent"}, 3},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			sent := 0
			url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				sent++
				w.WriteHeader(http.StatusServiceUnavailable)
			})
			config := filepath.Join(t.TempDir(), "fast.yaml")
			if err := os.WriteFile(config, []byte("presets: {fast: {retry: {wait: {constant: 1ms}}}}"), 0o600); err != nil {
				t.Fatal(err)
			}
			got := outbound(t, append(tt.args, url, "--config", config, "--preset", "fast")...)
			if got.status != 22 || sent != tt.want {
				t.Errorf("got status %d after %d attempts, want 22 after %d", got.status, sent, tt.want)
			}
		})
	}
}

func TestAStatusPrintsItsBodyAndFails(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, "no such thing")
	})
	got := outbound(t, "get", url+"/x?key=secret")
	wantResult(t, got, 22, "no such thing")
	contains(t, got.err, "outbound: GET "+url, "404 Not Found")
	if strings.Contains(got.err, "secret") {
		t.Errorf("the query is shown: %s", got.err)
	}
}
