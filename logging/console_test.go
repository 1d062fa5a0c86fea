package logging_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/logging"
)

// The console of the scenes, as it is piped: testdata/console.txt.
func TestConsole(t *testing.T) {
	var out bytes.Buffer
	for _, s := range scenes() {
		synctest.Test(t, func(t *testing.T) {
			log := zerolog.New(logging.Console(&out)).Level(s.level)
			s.call(client(t, s.base, log, s.opts))
			synctest.Wait()
		})
	}
	compare(t, "console.txt", out.Bytes())
}

func TestConsoleLeavesOtherLinesAlone(t *testing.T) {
	var out bytes.Buffer
	log := zerolog.New(logging.Console(&out)).With().Timestamp().Logger()
	log.Info().Str("version", "1.2").Int("duration", 90_000).Msg("ready")
	clock, rest, _ := strings.Cut(out.String(), " ")
	if _, err := time.Parse(time.TimeOnly, clock); err != nil || rest != "INF ready duration=1m30s version=1.2\n" {
		t.Errorf("got %q", &out)
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
