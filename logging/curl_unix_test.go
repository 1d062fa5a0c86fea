//go:build unix

package logging_test

import (
	"bytes"
	"io"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"example.com/outbound/logging"
)

// What the command adds to every request: the fields of net/http, and none of
// curl's own.
const (
	goAgent = "User-Agent: Go-http-client/1.1"
	gzip    = "Accept-Encoding: gzip"
)

// args are the arguments for a request without fields and body.
func args(verb, url string) []string {
	return append(strings.Fields(verb), "-g", "--path-as-is", url, "-H", "Accept:", "-H", goAgent, "-H", gzip, "--compressed")
}

// posted are the arguments for a request to https://h/ with a body.
func posted(contentType, flag, data string) []string {
	return []string{"-g", "--path-as-is", "https://h/", "-H", "Content-Type: " + contentType,
		"-H", "Accept:", "-H", goAgent, "-H", gzip, "--compressed", flag, data}
}

// argv is what sh gives to curl for line, after the assignments.
func argv(t testing.TB, assignments, line string) []string {
	t.Helper()
	cmd := exec.Command("sh", "-c", assignments+`curl() { printf '%s\0' "$#" "$@"; }; `+line)
	cmd.Dir, cmd.Env = t.TempDir(), []string{"HOME=the-home-of-the-reader", "PATH=/nowhere"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s\nof %q", err, out, line)
	}
	got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	if got[0] != strconv.Itoa(len(got)-1) {
		t.Fatalf("the line does more than one call of curl: %q\nof %q", got, line)
	}
	return got[1:]
}

// The command goes through a shell that knows the secrets: what curl is given is
// the request.
func TestTheCommandRepeatsTheRequest(t *testing.T) {
	const secrets = `TOKEN="t'\$x"; PAGE=2; AUTHORIZATION="Bearer b"; PASSWORD='p"w'; X_SECRET=s; V2FA_TOKEN=7; USER_TOKEN=u; V_PATH=p; X_NOTE=n; PIN=34; `
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
		{"a GET", "GET", "https://h/a%20b", nil, "", "", false, 0, args("", "https://h/a%20b")},
		{"a HEAD", "HEAD", "https://h/", nil, "", "", false, 0, []string{"--head", "-g", "--path-as-is", "https://h/", "-H", "Accept:", "-H", goAgent}},
		{"a verb of one's own", "Frob", "https://h/", nil, "", "", false, 0, args("-X Frob", "https://h/")},
		{"a POST without a body", "POST", "https://h/", nil, "", "", false, 0, []string{"-g", "--path-as-is", "https://h/",
			"-H", "Accept:", "-H", "Content-Type:", "-H", goAgent, "-H", gzip, "--compressed", "--data-raw", ""}},
		{"brackets and dots", "GET", "https://h/a/../[1-3]/{a,b}", nil, "", "", false, 0, args("", "https://h/a/../%5B1-3%5D/%7Ba,b%7D")},
		{"a query without Params", "GET", "https://h/?page=2&token=t", nil, "", "", false, 0, args("", "https://h/?page=2&token=t'$x")},
		{"a query with Params", "GET", "https://h/?q=it's+$HOME&token=t", nil, "", "", true, 0, args("", "https://h/?q=it's+$HOME&token=t'$x")},
		{"a secret parameter with brackets", "GET", "https://h/?user[token]=t", nil, "", "", false, 0, args("", "https://h/?user[token]=u")},
		{"a variable of the shell", "GET", "https://h/?path=/x", nil, "", "", false, 0, args("", "https://h/?path=p")},
		{"headers", "DELETE", "https://h/", http.Header{"Authorization": {"Bearer b"}, "X-Secret": {"s"}, "Accept": {"`id`", "b"}, "2fa-Token": {"7"}}, "", "", false, 0,
			[]string{"-X", "DELETE", "-g", "--path-as-is", "https://h/", "-H", "2fa-Token: 7", "-H", "Accept: `id`", "-H", "Accept: b",
				"-H", "Authorization: Bearer b", "-H", "X-Secret: s", "-H", goAgent, "-H", gzip, "--compressed"}},
		{"a field without a value", "GET", "https://h/", http.Header{"X-Empty": {" "}, "Accept": {""}, "User-Agent": {""}}, "", "", false, 0,
			[]string{"-g", "--path-as-is", "https://h/", "-H", "Accept;", "-H", "X-Empty;", "-H", "User-Agent:", "-H", gzip, "--compressed"}},
		{"fields that net/http writes itself", "GET", "https://h/", http.Header{"Host": {"x"}, "Content-Length": {"9"}, "Trailer": {"x"}, "Transfer-Encoding": {"x"}}, "", "", false, 0, args("", "https://h/")},
		{"a name that is none", "GET", "https://h/", http.Header{"@/etc/passwd": {"x"}, "": {"x"}}, "", "", false, 0, args("", "https://h/")},
		{"a value that is no text", "GET", "https://h/", http.Header{"X-Note": {"a\xe9"}}, "", "", false, 0,
			[]string{"-g", "--path-as-is", "https://h/", "-H", "X-Note: n", "-H", "Accept:", "-H", goAgent, "-H", gzip, "--compressed"}},
		{"a body", "POST", "https://h/", nil, "application/json", `{"name":"it's $HOME \\ \"x\"","password":"p"}`, false, 100,
			posted("application/json", "--data-raw", `{"name":"it's $HOME \\ \"x\"","password":"p"w"}`)},
		{"a body with white space", "POST", "https://h/", nil, "application/json", "{ \"\\u0061\" :\t1e2 ,\n\"password\": \"p\", \"pin\": 12, \"b\": [ ] }\n", false, 100,
			posted("application/json", "--data-raw", "{ \"\\u0061\" :\t1e2 ,\n\"password\": \"p\"w\", \"pin\": 34, \"b\": [ ] }\n")},
		{"a body that is not JSON to its end", "POST", "https://h/", nil, "application/json", `{"a":1} {"b":2}`, false, 100, posted("application/json", "--data-binary", "@body")},
		{"a body of a form", "POST", "https://h/", nil, "application/x-www-form-urlencoded", `a=b&password=p`, false, 100,
			posted("application/x-www-form-urlencoded", "--data-raw", `a=b&password=p"w`)},
		{"a body of XML", "POST", "https://h/", nil, "application/xml", `<a><password>p</password>x</a>`, false, 100,
			posted("application/xml", "--data-raw", `<a><password>p"w</password>x</a>`)},
		{"a body that is written otherwise", "POST", "https://h/", nil, "application/xml", `<?xml version="1.0"?><a/>`, false, 100, posted("application/xml", "--data-binary", "@body")},
		{"a body that begins as the name of a file", "POST", "https://h/", nil, "text/plain", "@/etc/passwd", false, 100, posted("text/plain", "--data-raw", "@/etc/passwd")},
		{"a body with keys of a terminal", "POST", "https://h/", nil, "text/plain", "a\x15b", false, 100, posted("text/plain", "--data-binary", "@body")},
		{"a body of a GET", "GET", "https://h/", nil, "text/plain", "x", false, 100, append([]string{"-X", "GET"}, posted("text/plain", "--data-raw", "x")...)},
		{"a body without Bodies", "PUT", "https://h/", nil, "text/plain", "x", false, 0, append([]string{"-X", "PUT"}, posted("text/plain", "--data-binary", "@body")...)},
		{"a body beyond the bound", "PUT", "https://h/", nil, "text/plain", "hello", false, 4, append([]string{"-X", "PUT"}, posted("text/plain", "--data-binary", "@body")...)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			opts := []logging.Option{logging.Curl(), logging.Bodies(tt.bodies)}
			if tt.params {
				opts = append(opts, logging.Params())
			}
			l := logging.New(zerolog.New(&log), opts...)
			var body io.Reader
			if tt.body != "" {
				body = strings.NewReader(tt.body)
			}
			req, err := http.NewRequestWithContext(ctx(), tt.method, tt.url, body)
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

			line := lines(t, log.Bytes())[0]["curl"].(string)
			got := argv(t, secrets, line)
			if diff := cmp.Diff(tt.command, got); diff != "" {
				t.Errorf("(-want +got):\n%s\nof %s", diff, line)
			}
		})
	}
}
