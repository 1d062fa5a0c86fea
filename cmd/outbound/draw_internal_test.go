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
func recorded() *timeline {
	return &timeline{total: 1000 * ms, attempts: []attempt{
		{start: 0, end: 200 * ms, dns: span{1, 50 * ms}, connect: span{50 * ms, 80 * ms}, tls: span{80 * ms, 120 * ms},
			server: span{120 * ms, 200 * ms}, status: 503, waited: true, wait: 300 * ms},
		{start: 500 * ms, end: 600 * ms, server: span{500 * ms, 600 * ms}, reused: true, kind: "reset", waited: true, wait: 200 * ms},
		{start: 800 * ms, end: 900 * ms, server: span{801 * ms, 900 * ms}, status: 200},
	}}
}

func TestBarsAreDrawnOnOneAxis(t *testing.T) {
	want := strings.Join([]string{
		"1  ░░░▒▓▓████···············                          503 200ms",
		"2                           █████··········           reset 100ms",
		"3                                          █████▄▄▄▄▄ 200 100ms",
		"   0                                               1s",
		"   ░ dns  ▒ connect  ▓ tls  █ server  ▄ body  · wait",
		"   3 attempts in 1s", "",
	}, "\n")
	got := screen{bars: true, width: 77}.drawn(recorded())
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestColoursStandAroundTheBars(t *testing.T) {
	got := screen{bars: true, color: true, width: 80}.drawn(recorded())
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
		"half":             {5 << 20, 10 << 20, 2 * time.Second, 70, " 50% [███████···············]"},
		"unknown length":   {5 << 20, -1, 2 * time.Second, 80, "5.0 MiB  2.5 MiB/s"},
		"nothing yet":      {0, 100, time.Second, 80, "  0% ["},
		"a narrow window":  {1, 2, time.Second, 20, " 50% [█████·····] 1 B of 2 B  1 B/s  ETA 1s"},
		"more than a size": {3 << 30, 4 << 30, time.Second, 80, " 75% ["},
	}
	for name, tt := range tests {
		p := &progress{screen: screen{width: tt.width}, done: tt.done, total: tt.total}
		if got := p.line(tt.elapsed); !strings.HasPrefix(got, tt.want[:min(len(tt.want), 20)]) {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestShortTimesReadAsTheyAreMeant(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 1234 * time.Nanosecond: "1.23µs", 52567 * time.Microsecond: "52.6ms", 709617 * time.Microsecond: "710ms",
		time.Minute: "1m", 10 * time.Minute: "10m", time.Hour: "1h", 10 * time.Hour: "10h", 90 * time.Second: "1m30s",
	} {
		if got := short(d); got != want {
			t.Errorf("%d: got %s, want %s", d, got, want)
		}
	}
}

func TestTicksAreRoundAndFew(t *testing.T) {
	for _, end := range []time.Duration{time.Second, 47 * time.Second, time.Minute, time.Hour, 40 * time.Millisecond} {
		if got := ticks(end); len(got) < 3 || len(got) > 7 {
			t.Errorf("%v: got %v, want 3 to 7", end, got)
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
