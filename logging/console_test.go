package logging_test

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
)

// The console of the scenes, as it is piped: testdata/console.txt.
func TestConsole(t *testing.T) {
	var out bytes.Buffer
	for _, s := range scenes() {
		synctest.Test(t, func(t *testing.T) {
			log := zerolog.New(logging.Console(&out)).Level(s.level).With().Timestamp().Logger()
			s.call(client(t, s.base, log, s.opts))
			synctest.Wait()
		})
	}
	compare(t, "console.txt", out.Bytes())
}

// A line of the application is as zerolog's own console writes it, whatever its
// fields are called.
func TestConsoleLeavesLinesOfTheApplicationAlone(t *testing.T) {
	for name, write := range map[string]func(zerolog.Logger){
		"a URL": func(l zerolog.Logger) { l.Info().Str("url", "http://localhost:8080").Msg("listening") },
		"numbers": func(l zerolog.Logger) {
			l.Info().Int("connect", 3).Int("wait", 5).Int("duration", 90_000).Int("duration_ms", 7).Msg("pool")
		},
		"a message of ours": func(l zerolog.Logger) { l.Info().Str("url", "x").Int("status", 3).Msg("call") },
		"a method and a URL": func(l zerolog.Logger) {
			l.Info().Str("method", "GET").Str("url", "/x").Int("status", 200).Msg("served")
		},
		"an error":   func(l zerolog.Logger) { l.Error().Err(io.EOF).Str("client", "x").Str("a", "b c").Msg("failed") },
		"no message": func(l zerolog.Logger) { l.Info().Str("reason", "x").Send() },
		"an object": func(l zerolog.Logger) {
			l.Info().Interface("json", map[string]int{"a": 1}).Strs("l", []string{"a"}).Msg("m")
		},
		"a message of lines":  func(l zerolog.Logger) { l.Info().Msg("a\nb") },
		"a request ID":        func(l zerolog.Logger) { l.Info().Str("request_id", "0123456789").Int("attempts", 1).Msg("done") },
		"what was redirected": func(l zerolog.Logger) { l.Info().Str("location", "/x").Msg("redirect") },
	} {
		t.Run(name, func(t *testing.T) {
			var got, want bytes.Buffer
			write(zerolog.New(logging.Console(&got)))
			write(zerolog.New(zerolog.ConsoleWriter{Out: &want, NoColor: true, PartsExclude: []string{zerolog.TimestampFieldName}}))
			if got.String() != want.String() {
				t.Errorf("got %q, want %q", &got, &want)
			}
		})
	}
}

func TestConsoleShowsTheTimeOfDayWhateverTheFormatOfTimestamps(t *testing.T) {
	was := zerolog.TimeFieldFormat
	defer func() { zerolog.TimeFieldFormat = was }()
	for _, format := range []string{was, time.RFC3339, time.RFC3339Nano, zerolog.TimeFormatUnix, zerolog.TimeFormatUnixMs, zerolog.TimeFormatUnixMicro, zerolog.TimeFormatUnixNano} {
		zerolog.TimeFieldFormat = format
		synctest.Test(t, func(t *testing.T) {
			var out bytes.Buffer
			time.Sleep(3*time.Hour + 2*time.Second)
			log := zerolog.New(logging.Console(&out)).With().Timestamp().Logger()
			log.Info().Str("version", "1.2").Msg("ready")
			if got, want := out.String(), "03:00:02 INF ready version=1.2\n"; got != want {
				t.Errorf("%q: got %q, want %q", format, got, want)
			}
		})
	}
}

// Whatever happens, a line of the client without further fields fits a terminal, and
// what is too long for a line is on the next one, whole.
func TestALongLineOfTheConsoleIsFoldedAndLosesNothing(t *testing.T) {
	var out bytes.Buffer
	log := zerolog.New(logging.Console(&out)).Level(zerolog.InfoLevel).With().Timestamp().Logger()
	synctest.Test(t, func(t *testing.T) {
		_, _ = outbound.Get[struct{}](t.Context(), client(t, script(refused, cutOff), log, nil), "/a/long/path/of/a/service?token=s3cr3t", outbound.NoRetry())
		_, _ = outbound.Get[struct{}](t.Context(), client(t, script(refused, cutOff), log, nil), "/a/long/path/of/a/service?token=s3cr3t")
	})
	for line := range strings.Lines(out.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if text := strings.Join(strings.Fields(out.String()), " "); !strings.Contains(text, "connection refused; not retried: NoRetry turns retry off for this call") {
		t.Errorf("got %s", text)
	}
}

// An ordinary call is a line of a terminal: a success, a status and a retry.
func TestConsoleFitsEightyColumns(t *testing.T) {
	var out bytes.Buffer
	log := zerolog.New(logging.Console(&out)).Level(zerolog.InfoLevel).With().Timestamp().Logger()
	for _, base := range []http.RoundTripper{script(status(200, `{}`)), script(status(404, `{}`)), script(status(429, "", "Retry-After", "2"), status(200, `{}`))} {
		synctest.Test(t, func(t *testing.T) {
			ctx := middleware.ContextWithRequestID(t.Context(), "8d1f6d6e-5c0b-4a51-b7dc-9f0f6f0c8a11")
			_, _ = outbound.Get[struct{}](ctx, client(t, base, log, nil), "/u/42", outbound.Operation("get user"))
		})
	}
	for line := range strings.Lines(out.String()) {
		if line = strings.TrimSuffix(line, "\n"); len(line) > 80 || !strings.HasSuffix(line, "#6f0c8a11") {
			t.Errorf("%d columns: %s", len(line), line)
		}
	}
}

func TestConsoleIsPlainWhereItIsNoTerminal(t *testing.T) {
	if w := logging.Console(&bytes.Buffer{}); !w.NoColor {
		t.Error("a buffer is painted")
	}
	f, err := os.CreateTemp(t.TempDir(), "log")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if w := logging.Console(f); !w.NoColor {
		t.Error("a file is painted")
	}
}

func TestConsoleIsPlainWhereTheEnvironmentSaysSo(t *testing.T) {
	terminal, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0) // a device, as a terminal is
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	for _, tt := range []struct {
		color, term string
		plain       bool
	}{{"", "xterm", false}, {"1", "xterm", true}, {"", "dumb", true}} {
		t.Setenv("NO_COLOR", tt.color)
		t.Setenv("TERM", tt.term)
		if w := logging.Console(terminal); w.NoColor != tt.plain {
			t.Errorf("NO_COLOR=%q TERM=%q: plain is %v, want %v", tt.color, tt.term, w.NoColor, tt.plain)
		}
	}
}
