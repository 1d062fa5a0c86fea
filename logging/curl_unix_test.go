//go:build unix

package logging_test

import (
	"bytes"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"example.com/outbound/logging"
)

// The command goes through a shell that knows the secrets: what curl is given is
// the request.
func TestTheCommandRepeatsTheRequest(t *testing.T) {
	const secrets = `TOKEN="t'\$x"; PAGE=2; AUTHORIZATION="Bearer b"; PASSWORD='p"w'; X_SECRET=s; V2FA_TOKEN=7; `
	for _, tt := range []struct {
		name    string
		method  string
		url     string
		header  http.Header
		kind    string
		body    string
		params  bool
		bodies  int
		command []string
	}{
		{"a GET", "GET", "https://h/a%20b", nil, "", "", false, 0, []string{"https://h/a%20b"}},
		{"a HEAD", "HEAD", "https://h/", nil, "", "", false, 0, []string{"--head", "https://h/"}},
		{"a query without Params", "GET", "https://h/?page=2&token=t", nil, "", "", false, 0, []string{"https://h/?page=2&token=t'$x"}},
		{"a query with Params", "GET", "https://h/?q=it's+$HOME&token=t", nil, "", "", true, 0, []string{"https://h/?q=it's+$HOME&token=t'$x"}},
		{"headers", "DELETE", "https://h/", http.Header{"Authorization": {"Bearer b"}, "X-Secret": {"s"}, "Accept": {"`id`", "b"}, "2fa-Token": {"7"}}, "", "", false, 0,
			[]string{"-X", "DELETE", "https://h/", "-H", "2fa-Token: 7", "-H", "Accept: `id`", "-H", "Accept: b", "-H", "Authorization: Bearer b", "-H", "X-Secret: s"}},
		{"a body", "POST", "https://h/", nil, "application/json", `{"name":"it's $HOME \\ \"x\"","password":"p"}`, false, 100,
			[]string{"-X", "POST", "https://h/", "-H", "Content-Type: application/json", "--data-binary", `{"name":"it's $HOME \\ \"x\"","password":"p"w"}`}},
		{"a body of a form", "POST", "https://h/", nil, "application/x-www-form-urlencoded", `a=b&password=p`, false, 100,
			[]string{"-X", "POST", "https://h/", "-H", "Content-Type: application/x-www-form-urlencoded", "--data-binary", `a=b&password=p"w`}},
		{"a mark of ours in the text", "POST", "https://h/", nil, "text/plain", "a\uE000b\uE000c", false, 100,
			[]string{"-X", "POST", "https://h/", "-H", "Content-Type: text/plain", "--data-binary", "abc"}},
		{"a body without Bodies", "PUT", "https://h/", nil, "text/plain", "x", false, 0,
			[]string{"-X", "PUT", "https://h/", "-H", "Content-Type: text/plain", "--data-binary", "@body"}},
		{"a body beyond the bound", "PUT", "https://h/", nil, "text/plain", "hello", false, 4,
			[]string{"-X", "PUT", "https://h/", "-H", "Content-Type: text/plain", "--data-binary", "@body"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			opts := []logging.Option{logging.Curl(), logging.Bodies(tt.bodies)}
			if tt.params {
				opts = append(opts, logging.Params())
			}
			l := logging.New(zerolog.New(&log), opts...)
			req, err := http.NewRequestWithContext(ctx(), tt.method, tt.url, strings.NewReader(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			if req.Header = tt.header; tt.header == nil {
				req.Header = http.Header{}
			}
			if tt.kind != "" {
				req.Header.Set("Content-Type", tt.kind)
			}
			send(t, l, req)

			script := secrets + `curl() { printf '%s\0' "$@"; }; ` + lines(t, log.Bytes())[0]["curl"].(string)
			out, err := exec.Command("sh", "-c", script).CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
			if diff := cmp.Diff(tt.command, got); diff != "" {
				t.Errorf("(-want +got):\n%s\nof %s", diff, script)
			}
		})
	}
}
