package logging_test

import (
	"bytes"
	"context"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
)

// The lines of the golden files have a time with milliseconds.
func init() {
	zerolog.TimeFieldFormat = "2006-01-02T15:04:05.000Z07:00"
	time.Local = time.UTC
}

var update = flag.Bool("update", false, "write the golden files")

// scene is a call, or a few, and what is logged of it: testdata/<file>.json.
type scene struct {
	file  string
	name  string
	base  http.RoundTripper
	level zerolog.Level // of the logger
	opts  []logging.Option
	call  func(*outbound.Client)
}

func get(opts ...outbound.CallOption) func(*outbound.Client) {
	return func(c *outbound.Client) {
		opts := append([]outbound.CallOption{outbound.Operation("get user")}, opts...)
		_, _ = outbound.Get[map[string]any](ctx(), c, "/users/42", opts...)
	}
}

func scenes() []scene {
	const info, debug = zerolog.InfoLevel, zerolog.DebugLevel
	soon := func(a answer) answer { return after(12345*time.Microsecond, a) }
	ok, gone, down := soon(status(200, `{"id":42}`)), soon(status(404, `{"error":"no such user"}`)), soon(status(503, "", "Retry-After", "2"))
	moved := soon(status(302, "", "Location", "https://u:p@other.example.com/x?token=t"))
	old := soon(status(200, `{}`, "Deprecation", "@1688169599", "Sunset", "Sun, 30 Jun 2030 23:59:59 GMT"))
	type options = []logging.Option
	return []scene{
		{"success", "a success is one line at info", script(ok), info, nil, get()},
		{"404", "a status of 400 to 499 is a warning", script(gone), info, nil, get()},
		{"404_allowed", "an allowed status is a success", script(gone), info, nil, get(outbound.AllowStatus(404))},
		{"404_response", "a status that is left to the caller counts as the failure that it is", script(gone), info, nil, leave},
		{"503_then_200", "a retry is a line of its own", script(down, down, down, ok), info, nil, get()},
		{"503", "a status of 500 to 599 is an error, with the reason for giving up", script(down), info, nil, get()},
		{"refused", "a failure of the transport is an error", script(refused), info, nil, get(outbound.NoRetry())},
		{"canceled", "what the caller cancels is no failure", script(after(time.Hour, ok)), debug, nil, cancel},
		{"deadline", "a deadline that passes is an error", script(after(time.Hour, ok)), info, nil, get(outbound.Timeout(time.Second))},
		{"cut_off", "a body that is cut off is an error with its status", script(cutOff), info, nil, get(outbound.NoRetry())},
		{"cut_off_stream", "the line of a stream is written at its end", script(cutOff), info, nil, stream},
		{"slow", "a success that takes too long is a warning", script(after(3*time.Second, ok)), info,
			options{logging.Slow(2 * time.Second)}, get()},
		{"sampled", "successes are sampled, failures are not", script(ok, ok, ok, gone, after(2*time.Second, ok), ok), info,
			options{logging.Sample(3), logging.Slow(time.Second)}, six},
		{"deprecated", "what a server is going to take away is a warning, once", script(old), info, nil, six},
		{"redirect", "a redirect that is followed is a line at debug", script(moved, ok), debug, nil, get()},
		{"attempts", "an attempt is a line before it and a line after it, at debug", script(refused, ok), debug, nil, get()},
		{"everything", "all that the options add", script(soon(status(422, `{"password":"p","reason":"weak"}`, "Set-Cookie", "s=1"))), info,
			options{logging.Attempts(info), logging.Params(), logging.Bodies(1024), logging.Headers("X-Colour"), logging.Curl()}, post},
		{"log", "a call that asks to be logged has a record before each send", script(down, ok), info,
			options{logging.Params(), logging.Sample(1000)}, get(outbound.Log(zerolog.WarnLevel), outbound.Query("page", "2"))},
	}
}

func leave(c *outbound.Client) {
	req, _ := http.NewRequestWithContext(ctx(), http.MethodGet, "https://api.example.com/v1/users/42", nil)
	if resp, err := c.HTTP().Do(req); err == nil {
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}
}

func stream(c *outbound.Client) {
	req, _ := http.NewRequestWithContext(ctx(), http.MethodGet, "https://api.example.com/v1/export", nil)
	if resp, err := c.Do(req, outbound.Stream()); err == nil {
		time.Sleep(time.Minute)
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}
}

func cancel(c *outbound.Client) {
	ctx, stop := context.WithCancel(ctx())
	time.AfterFunc(100*time.Millisecond, stop)
	_, _ = outbound.Get[string](ctx, c, "/users/42")
}

func six(c *outbound.Client) {
	for range 6 {
		_, _ = outbound.Get[map[string]any](ctx(), c, "/users/42")
	}
}

func post(c *outbound.Client) {
	_, _ = outbound.Post[map[string]any](ctx(), c, "/users", map[string]any{"name": "Ada", "password": "it's"},
		outbound.Query("page", "2"), outbound.Query("token", "t"), outbound.Header("Authorization", "Bearer b"), outbound.Header("X-Colour", "red"))
}

func TestGolden(t *testing.T) {
	for _, s := range scenes() {
		t.Run(s.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				s.call(client(t, s.base, zerolog.New(&log).Level(s.level).With().Timestamp().Logger(), s.opts))
				synctest.Wait()
				compare(t, s.file+".json", log.Bytes())
			})
		})
	}
}

// compare holds got against a golden file.
func compare(t *testing.T, file string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
