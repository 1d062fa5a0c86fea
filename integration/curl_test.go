package integration_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/logging"
)

// The command that is logged goes through sh and curl: the server gets the same
// bytes, but for the order of the fields.
func TestCurlSendsTheRequestThatWasLogged(t *testing.T) {
	text := http.Header{"Content-Type": {"text/plain"}}
	with := func(name string, values ...string) http.Header { return http.Header{name: values} }
	for _, tt := range []struct {
		name   string
		method string
		path   string
		header http.Header
		body   string
		file   bool // the command reads the body from a file
	}{
		{"a GET", "GET", "/a", nil, "", false},
		{"a HEAD", "HEAD", "/a", nil, "", false},
		{"a POST", "POST", "/a", text, "hello", false},
		{"a POST without a body", "POST", "/a", nil, "", false},
		{"a PUT without a body", "PUT", "/a", nil, "", false},
		{"a DELETE without a body", "DELETE", "/a", nil, "", false},
		{"a DELETE with a body", "DELETE", "/a", text, "hello", false},
		{"a GET with a body", "GET", "/a", text, "hello", false},
		{"OPTIONS", "OPTIONS", "/a", nil, "", false},
		{"a verb of lower case", "patch", "/a", text, "x", false},
		{"a verb that looks like an option", "-O", "/a", nil, "", false},
		{"a verb with a quote", "IT'S", "/a", nil, "", false},
		{"dots in the path", "GET", "/a/../b/./c/%2e%2e/d", nil, "", false},
		{"an empty query", "GET", "/a?", nil, "", false},
		{"brackets in the query", "GET", "/a?x=[1-3]&y={a,b}&z[]=1", nil, "", false},
		{"quotes and dollars in the query", "GET", "/a?x='$(id)'`id`$HOME\"", nil, "", false},
		{"parameters without a value", "GET", "/a?flag&x=&=&&;", nil, "", false},
		{"percent signs", "GET", "/a%2Fb%20c?q=%C3%BC%2B+", nil, "", false},
		{"a secret in the query", "GET", "/a?q=1&user[token]=s3cret", nil, "", false},
		{"semicolons and slashes", "GET", "/a//b;c=1,2/", nil, "", false},
		{"a field without a value", "GET", "/a", with("X-Empty", ""), "", false},
		{"a field of white space", "GET", "/a", with("X-Empty", " \t "), "", false},
		{"a field with inner spaces", "GET", "/a", with("X-Note", " a \t b "), "", false},
		{"a field twice", "GET", "/a", with("X-Note", "a", "b"), "", false},
		{"fields that curl has too", "GET", "/a", http.Header{"Accept": {"a", "b"}, "User-Agent": {"me/1"}, "Accept-Encoding": {"br"}}, "", false},
		{"fields of curl without a value", "POST", "/a", http.Header{"Accept": {""}, "Content-Type": {""}, "User-Agent": {""}}, "x", true},
		{"no Content-Type", "POST", "/a", nil, "x", true},
		{"a field with quotes", "GET", "/a", with("X-Note", `it's "$HOME" \ `+"`id`; #!"), "", false},
		{"a field that begins as a file", "GET", "/a", with("X-Note", "@/etc/passwd"), "", false},
		{"a Latin-1 value", "GET", "/a", with("X-Secret", "caf\xe9"), "", false},
		{"a Host of its own", "GET", "/a", with("Host", "tenant.example.com:81"), "", false},
		{"a connection that is closed", "GET", "/a", with("Connection", "close"), "", false},
		{"a range", "GET", "/a", with("Range", "bytes=0-1"), "", false},
		{"cookies and conditions", "GET", "/a", http.Header{"Cookie": {"a=s3cret"}, "If-None-Match": {`"x"`}}, "", false},
		{"a body with lines", "POST", "/a", text, "\n a\r\nb\t\n\n", false},
		{"a body with quotes", "POST", "/a", text, `'"$HOME" \' ` + "`id` $(id) %s %% !! '\\''", false},
		{"a body that begins as a file", "POST", "/a", text, "@/etc/passwd", false},
		{"a body that begins as an option", "POST", "/a", text, "--help", false},
		{"a body with ü and \u202e", "POST", "/a", text, "ü \u202e 😀\u200d\u00a0", false},
		{"a body with keys of a terminal", "POST", "/a", text, "\x1b[2J\x15rm\x03", true},
		{"a body that is no text", "POST", "/a", text, "\xff\xfe", true},
		{"JSON as it is written", "POST", "/a", with("Content-Type", "application/json"), "{ \"\\u0061\" : 1e2,\r\n\t\"b\":[ ],\"a\":\"/\\/<>&\" }\n", false},
		{"JSON with a secret", "POST", "/a", with("Content-Type", "application/json"), "{ \"token\" : \"s3cret\", \"pin\": 12 ,\"a\":\"\\ud83d\\ude00\"}", false},
		{"a form", "POST", "/a", with("Content-Type", "application/x-www-form-urlencoded"), "a=%20+b&token=s3cret&c", false},
		{"XML", "POST", "/a", with("Content-Type", "application/xml"), "<a><b>1</b></a>", false},
		{"XML that is written otherwise by the log", "POST", "/a", with("Content-Type", "application/xml"), "<?xml version='1.0'?><a b='1'/>", true},
		{"a long body", "POST", "/a", text, strings.Repeat("0123456789abcdef", 4000), false},
		{"a body that curl asks about", "POST", "/a", text, strings.Repeat("0123456789abcdef", 1<<17), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := recordRequests(t)
			var log bytes.Buffer
			c := newClient(t, outbound.WithBaseURL(server.URL), outbound.WithAuth(auth.Bearer("b3arer")),
				outbound.WithLogger(zerolog.New(&log), logging.Attempts(zerolog.InfoLevel), logging.Curl(), logging.Params(),
					logging.Bodies(1<<17), logging.Headers("X-Note", "X-Empty")))
			req, err := http.NewRequestWithContext(t.Context(), tt.method, server.URL+tt.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if tt.body != "" {
				req.Body, req.ContentLength = io.NopCloser(strings.NewReader(tt.body)), int64(len(tt.body))
			}
			if tt.header != nil {
				req.Header = tt.header
				req.Host = tt.header.Get("Host")
			}
			resp, err := c.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			want := server.take()

			line := commandIn(t, log.Bytes())
			if file := strings.Contains(line, "--data-binary @body"); file != tt.file {
				t.Errorf("the body comes from a file: %v, want %v\nin %s", file, tt.file, line)
			}
			if strings.Contains(line, "s3cret") || strings.Contains(line, "b3arer") {
				t.Errorf("a secret is in %s", line)
			}
			runCommand(t, line, tt.body)
			if got := server.take(); got.head != want.head || !bytes.Equal(got.body, want.body) {
				t.Errorf("curl sends\n%s\n%.300q\nwant\n%s\n%.300q\nby %.2000s", got.head, got.body, want.head, want.body, line)
			}
		})
	}
}

// commandIn is the command of the first send in log.
func commandIn(t *testing.T, log []byte) string {
	t.Helper()
	var send struct{ Curl string }
	if err := json.NewDecoder(bytes.NewReader(log)).Decode(&send); err != nil || send.Curl == "" {
		t.Fatalf("no command in %s: %v", log, err)
	}
	return send.Curl
}

// runCommand runs line as its reader would, who knows the secrets and has the
// body in a file.
func runCommand(t *testing.T, line, body string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "body"), []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", line+" --silent --show-error --max-time 10")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir,
		"AUTHORIZATION=Bearer b3arer", "TOKEN=s3cret", "USER_TOKEN=s3cret", "COOKIE=a=s3cret", "PIN=12", "X_SECRET=caf\xe9"}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s\nof %.2000s", err, out, line)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("the command has written files: %v, %v", left, err)
	}
}
