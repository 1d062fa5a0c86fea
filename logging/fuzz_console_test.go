package logging_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
)

// Whatever a server and a caller say, the console shows it and does not obey it:
// every line is printable, and there is no line more.
func FuzzConsoleLinesArePrintable(f *testing.F) {
	f.Add("GET", "/a", "nginx", `{"a":"b"}`, "application/json", "ok")
	f.Add("G\x1b[31m\nFAKE LINE", "/a\u202e", "\u009b2J", "{\"\u009b\":\"\u202e\",\"n\":1e400}", "application/json", "\u2028")
	f.Add("\r", "?a=\x00", "\xff\xfe", "\x1b]0;pwned\x07", "text/plain", "\U000e0001")
	f.Fuzz(func(t *testing.T, method, path, server, body, contentType, id string) {
		base := script(func(req *http.Request) (*http.Response, error) {
			resp, err := status(500, body, "Server", server, "X-Note", server, "Deprecation", server, "Content-Type", contentType)(req)
			resp.Status = "500 " + server
			return resp, err
		})
		var out bytes.Buffer
		c := client(t, base, zerolog.New(logging.Console(&out)), append(everything(), logging.Headers("X-Note"), logging.Attempts(zerolog.InfoLevel)), outbound.WithRetry(noRetry))
		req := &http.Request{Method: method, URL: &url.URL{Scheme: "https", Host: "h", Path: "/" + path, RawQuery: path}, Header: http.Header{"X-Note": {id}, "X-Request-Id": {id}}}
		if resp, err := c.HTTP().Do(req); err == nil {
			_ = resp.Body.Close()
		}
		_, _ = outbound.Post[[]byte](ctx(), c, "/x", body, outbound.Header("Content-Type", contentType))
		if !utf8.Valid(out.Bytes()) {
			t.Errorf("not UTF-8: %q", &out)
		}
		for line := range strings.Lines(out.String()) {
			line = strings.TrimSuffix(line, "\n")
			if i := strings.IndexFunc(line, func(r rune) bool { return r != ' ' && !unicode.IsPrint(r) }); i >= 0 {
				t.Errorf("not printable at %d: %q", i, line)
			}
			if level, _, _ := strings.Cut(line, " "); level != "" && !strings.Contains("INF WRN ERR DBG", level) {
				t.Errorf("a line that nobody has written: %q", line)
			}
		}
	})
}
