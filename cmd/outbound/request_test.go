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
	contains(t, got.err, "outbound: standard: GET "+url, "404 Not Found")
	if strings.Contains(got.err, "secret") {
		t.Errorf("the query is shown: %s", got.err)
	}
}
