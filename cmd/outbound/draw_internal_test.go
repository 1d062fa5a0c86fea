package main

import (
	"strings"
	"testing"
	"time"

	"example.com/outbound/config"
)

const ms = time.Millisecond

// recorded is a call of three attempts: a name to look up, a connection that is
// used again, a body.
func recorded() record {
	return record{total: 1000 * ms, attempts: []attempt{
		{method: "GET", url: "https://a.example/x", start: 0, end: 200 * ms, dns: span{1, 50 * ms}, connect: span{50 * ms, 80 * ms}, tls: span{80 * ms, 120 * ms},
			server: span{120 * ms, 200 * ms}, status: 503, wait: 300 * ms},
		{method: "GET", url: "https://a.example/x", start: 500 * ms, end: 600 * ms, server: span{500 * ms, 600 * ms}, reused: true, kind: "reset", wait: 200 * ms},
		{method: "GET", url: "https://b.example/", start: 800 * ms, end: 900 * ms, server: span{801 * ms, 900 * ms}, status: 200},
	}}
}

func TestTheTimelineFitsTheTerminal(t *testing.T) {
	tests := map[string]struct {
		screen screen
		want   []string
	}{
		"a pipe": {screen{width: 80}, []string{
			"GET https://a.example/x",
			"1  503   in 200ms  dns 50ms, connect 30ms, tls 40ms, server 80ms, then wait 300ms",
			"2  reset in 100ms  connection reused, server 100ms, then wait 200ms",
			"GET https://b.example/",
			"3  200   in 100ms  server 99ms, body 100ms",
			"3 attempts in 1s",
		}},
		"60 columns": {screen{bars: true, wraps: true, width: 60}, []string{
			"GET https://a.example/x",
			"1  503   in 200ms  ░▒██······            ░ dns 50ms,",
			"   ▒ connect 30ms, ▓ tls 40ms, █ server 80ms,",
			"   · then wait 300ms",
			"2  reset in 100ms            ██····      connection reused,",
			"   █ server 100ms, · then wait 200ms",
			"GET https://b.example/",
			"3  200   in 100ms                  ██▄▄  █ server 99ms,",
			"   ▄ body 100ms",
			"3 attempts in 1s",
		}},
		"100 columns": {screen{bars: true, wraps: true, width: 100}, []string{
			"GET https://a.example/x",
			"1  503   in 200ms  ░▒██······            ░ dns 50ms, ▒ connect 30ms, ▓ tls 40ms, █ server 80ms,",
			"   · then wait 300ms",
			"2  reset in 100ms            ██····      connection reused, █ server 100ms, · then wait 200ms",
			"GET https://b.example/",
			"3  200   in 100ms                  ██▄▄  █ server 99ms, ▄ body 100ms",
			"3 attempts in 1s",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got, want := tt.screen.lines(recorded()), strings.Join(tt.want, "\n")+"\n"; got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			for line := range strings.Lines(tt.screen.lines(recorded())) {
				if n := cells(strings.TrimSuffix(line, "\n")); tt.screen.wraps && n > tt.screen.width {
					t.Errorf("a line has %d cells: %q", n, line)
				}
			}
		})
	}
}

func TestColoursAreAroundThePhases(t *testing.T) {
	got := screen{bars: true, color: true, width: 80}.lines(recorded())
	for _, want := range []string{"\x1b[35m░", "\x1b[32m█", "\x1b[90m·", "\x1b[34m▄", "\x1b[0m"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%q", want, got)
		}
	}
}

func TestALineOfProgress(t *testing.T) {
	tests := map[string]struct {
		done, total int64
		elapsed     time.Duration
		width       int
		want        string
	}{
		"half":            {5 << 20, 10 << 20, 2 * time.Second, 70, " 50% [██████████···········] 5.0 MiB of 10.0 MiB  2.5 MiB/s  ETA 2s"},
		"unknown length":  {5 << 20, -1, 2 * time.Second, 80, "5.0 MiB  2.5 MiB/s"},
		"nothing yet":     {0, 100, time.Second, 80, "  0% [" + strings.Repeat("·", 40) + "] 0 B of 100 B  0 B/s  ETA ?"},
		"a narrow window": {1, 2, time.Second, 36, " 50% 1 B of 2 B  1 B/s  ETA 1s"},
		"narrower still":  {1, 2, time.Second, 20, " 50% 1 B of 2 B …"},
		"for ever":        {1, 1 << 62, time.Hour, 48, "  0% 1 B of 4294967296.0 GiB  0 B/s  ETA ?"},
	}
	for name, tt := range tests {
		p := &progress{screen: screen{width: tt.width}, done: tt.done, total: tt.total}
		if got := p.line(tt.elapsed); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		} else if cells(got)+len("^C") >= tt.width {
			t.Errorf("%s: %q and ^C fill %d columns: they would go on in the next line", name, got, tt.width)
		}
	}
}

func TestShortTimesHaveThreeDigits(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 1234 * time.Nanosecond: "1.23µs", 52567 * time.Microsecond: "52.6ms", 709617 * time.Microsecond: "710ms",
		time.Minute: "1m", 10 * time.Minute: "10m", time.Hour: "1h", 10 * time.Hour: "10h", 90 * time.Second: "1m30s",
	} {
		if got := short(d); got != want {
			t.Errorf("%d: got %s, want %s", d, got, want)
		}
	}
}

func TestAPictureWithoutABound(t *testing.T) {
	f, err := config.Parse([]byte("presets: {a: {timeout: 0, attempt_timeout: 0, retry: {attempts: unlimited, max_elapsed: unlimited}}}"))
	if err != nil {
		t.Fatal(err)
	}
	x, err := f.Explain("a")
	if err != nil {
		t.Fatal(err)
	}
	if got := picture(x); !strings.Contains(got, "no bound") || strings.Contains(got, "NaN") || strings.Contains(got, "Inf") {
		t.Errorf("got %.200s", got)
	}
	if got := scheduleText(x); !strings.Contains(got, "no bound") {
		t.Errorf("got %s", got)
	}
}
