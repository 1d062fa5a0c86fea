package logging_test

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/logging"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

// field is a row of the table in docs/logging.md.
type field struct {
	kind  string
	lines []string
}

// documented reads the table of the fields.
func documented(t *testing.T) map[string]field {
	t.Helper()
	page, err := os.ReadFile("../docs/logging.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "\n## Fields\n")
	section, _, _ = strings.Cut(section, "\n## ")
	all := map[string]field{}
	for row := range strings.Lines(section) {
		cells := strings.Split(strings.Trim(row, "| \n"), "|")
		name := strings.Trim(cells[0], " `")
		if len(cells) != 5 || name == "field" || strings.Trim(name, "-") == "" {
			continue
		}
		if _, twice := all[name]; twice {
			t.Errorf("%s is in the table twice", name)
		}
		all[name] = field{strings.TrimSpace(cells[1]), strings.Split(strings.TrimSpace(cells[3]), ", ")}
	}
	if len(all) == 0 {
		t.Fatal("there is no table")
	}
	return all
}

func TestThePageNamesEveryFieldAndNoOther(t *testing.T) {
	want := documented(t)
	seen := map[string]map[string]bool{} // field, line
	for _, line := range allLines(t) {
		message := line["message"].(string)
		for name, value := range line {
			f, is := want[name]
			if !is {
				t.Errorf("%s of %q is not on the page", name, message)
				continue
			}
			if got := kindOf(value); f.kind != "any" && got != f.kind && (got != "integer" || f.kind != "number") {
				t.Errorf("%s of %q is a %s, the page says %s", name, message, got, f.kind)
			}
			if seen[name] == nil {
				seen[name] = map[string]bool{}
			}
			seen[name][message] = true
		}
	}
	for name, f := range want {
		got := slices.Sorted(maps.Keys(seen[name]))
		if slices.Sort(f.lines); !slices.Equal(got, f.lines) {
			t.Errorf("%s is on the lines %v, the page says %v", name, got, f.lines)
		}
	}
}

// The lines that the page shows have the fields of the table, and all messages.
func TestTheLinesOnThePageHaveTheFieldsOfTheTable(t *testing.T) {
	page, err := os.ReadFile("../docs/logging.md")
	if err != nil {
		t.Fatal(err)
	}
	all := documented(t)
	var shown []string
	for line := range strings.Lines(string(page)) {
		if !strings.HasPrefix(line, "{") {
			continue
		}
		for _, fields := range lines(t, []byte(line)) {
			message := fields["message"].(string)
			shown = append(shown, message)
			for name := range fields {
				if f := all[name]; name != "time" && !slices.Contains(f.lines, message) {
					t.Errorf("%s is on a line %q", name, message)
				}
			}
		}
	}
	slices.Sort(shown)
	if want := slices.Sorted(slices.Values(all["message"].lines)); !slices.Equal(slices.Compact(shown), want) {
		t.Errorf("the page shows the lines %q, want %q", shown, want)
	}
}

func kindOf(v any) string {
	switch v := v.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case float64:
		if v == math.Trunc(v) {
			return "integer"
		}
		return "number"
	case map[string]any:
		return "object"
	}
	return "any"
}

// allLines are the lines of all scenes with every option on, and of a
// connection.
func allLines(t *testing.T) []map[string]any {
	t.Helper()
	var log bytes.Buffer
	opts := func(more []logging.Option) []logging.Option {
		return append([]logging.Option{logging.Params(), logging.Bodies(1024), logging.Headers(), logging.Curl()}, more...)
	}
	for _, s := range scenes() {
		synctest.Test(t, func(t *testing.T) {
			s.call(client(t, s.base, zerolog.New(&log), opts(s.opts)))
			synctest.Wait()
		})
	}
	text := client(t, script(status(400, "no", "Content-Type", "text/plain")), zerolog.New(&log), opts(nil))
	if _, err := outbound.Post[string](ctx(), text, "/x", "hello", outbound.Header("Content-Type", "text/plain")); err == nil {
		t.Fatal("got no error")
	}
	for _, body := range []any{map[string]int{"a": 1}, url.Values{"a": {"1"}}} {
		c := client(t, script(status(200, `{}`)), zerolog.New(&log), opts(nil))
		if _, err := outbound.Post[struct{}](ctx(), c, "/x", body); err != nil {
			t.Fatal(err)
		}
	}
	moved := client(t, script(status(302, "", "Location", "/y"), status(404, "")), zerolog.New(&log), opts(nil))
	if _, err := outbound.Get[struct{}](ctx(), moved, "/x"); err == nil {
		t.Fatal("got no error")
	}
	again := retry.Policy{Attempts: 2, Wait: retry.Constant(0), When: func(retry.Attempt) bool { return true }}
	allowed := client(t, script(status(404, "{}"), status(404, "{}")), zerolog.New(&log), opts(nil))
	if _, err := outbound.Get[struct{}](ctx(), allowed, "/x", outbound.AllowStatus(404), outbound.Retry(again)); err != nil {
		t.Fatal(err)
	}
	l := logging.New(zerolog.New(&log))
	l.Finish(call.New(ctx()), &httperror.Error{Kind: httperror.Timeout, Limit: "attempt timeout 10s", Delivery: httperror.MaybeProcessed})
	held(t, &log)
	connect(t, &log)
	return lines(t, log.Bytes())
}

// held makes calls that a policy per origin holds: one before its first send, and
// one between two sends. Lines of changes of state have a section of their own.
func held(t *testing.T, log *bytes.Buffer) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var all bytes.Buffer
		base := script(status(429, "", "Retry-After", "1"), status(200, "{}"), status(503, ""), status(200, "{}"), status(404, ""))
		c, err := outbound.New(outbound.WithTransport(base), outbound.WithLogger(zerolog.New(&all)),
			outbound.WithGate(limit.Gate{}), outbound.WithRateLimit(limit.Rate{N: 1, Per: 10 * time.Second}),
			outbound.WithRetry(retry.Policy{}))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := outbound.Get[struct{}](ctx(), c, "https://a.example/x"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := outbound.Get[struct{}](ctx(), c, "https://a.example/x"); err == nil {
			t.Fatal("got no error")
		}
		for line := range strings.Lines(all.String()) {
			if !strings.Contains(line, `"cause":`) {
				log.WriteString(line)
			}
		}
	})
}

// connect makes a call over a connection that needs a name and a handshake.
func connect(t *testing.T, log *bytes.Buffer) {
	t.Helper()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(1)
	}))
	defer server.Close()
	trust := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	c, err := outbound.New(outbound.WithoutProxy(), outbound.WithLogger(zerolog.New(log)),
		outbound.WithTransportConfig(func(tr *http.Transport) {
			tr.TLSClientConfig = &tls.Config{RootCAs: trust, ServerName: "example.com"}
		}))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := outbound.Get[int](ctx(), c, strings.Replace(server.URL, "127.0.0.1", "localhost", 1)); err != nil {
		t.Fatal(err)
	}
}
