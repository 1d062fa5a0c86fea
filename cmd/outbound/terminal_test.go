//go:build unix

package main_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// onTerminal runs the program on a terminal and returns what it shows, and the
// error of the run.
func onTerminal(t *testing.T, env []string, args ...string) (string, error) {
	t.Helper()
	terminal, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = terminal.Close() }()
	if err := pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: 60}); err != nil {
		t.Fatal(err)
	}
	var shown bytes.Buffer
	read := make(chan struct{})
	go func() {
		_, _ = io.Copy(&shown, terminal) // ends with EIO when the other side is closed
		close(read)
	}()
	c := command(t.Context(), args...)
	c.Env = append(c.Env, env...)
	c.Stdout, c.Stderr = tty, tty
	err = c.Run()
	_ = tty.Close()
	<-read
	return shown.String(), err
}

func TestOnATerminalThereAreBarsInColours(t *testing.T) {
	tests := map[string]struct {
		env           []string
		colours, bars bool
		args          []string
	}{
		"a terminal":             {[]string{"TERM=xterm"}, true, true, nil},
		"NO_COLOR":               {[]string{"TERM=xterm", "NO_COLOR=1"}, false, true, nil},
		"a dumb terminal":        {[]string{"TERM=dumb"}, false, true, nil},
		"bars that nobody wants": {[]string{"TERM=xterm"}, false, false, []string{"--bars", "never"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"get", "--config", fast(t), "-p", "fast", flaky(t), "-v"}, tt.args...)
			got, err := onTerminal(t, tt.env, args...)
			if err != nil {
				t.Error(err)
			}
			if has := strings.Contains(got, "\x1b["); has != tt.colours {
				t.Errorf("colours: got %v, want %v in\n%q", has, tt.colours, got)
			}
			if has := strings.Contains(got, "█"); has != tt.bars {
				t.Errorf("bars: got %v, want %v in\n%q", has, tt.bars, got)
			}
			for line := range strings.Lines(got) {
				if n := len([]rune(line)); tt.bars && !tt.colours && n > 62 {
					t.Errorf("%d cells are more than the terminal has: %q", n, line)
				}
			}
		})
	}
}

func TestTheTimelineBeginsOnALineOfItsOwn(t *testing.T) {
	for body, want := range map[string]string{"": "GET ", "no line end": "no line end\r\nGET ", "a line\n": "a line\r\nGET "} {
		url := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) })
		if got, err := onTerminal(t, nil, "get", url, "-v"); err != nil || !strings.HasPrefix(got, want) {
			t.Errorf("got %q, %v, want it to begin with %q", got, err, want)
		}
	}
	lost := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, "no such thing")
	})
	if got, _ := onTerminal(t, nil, "get", lost); !strings.HasPrefix(got, "no such thing\r\noutbound: GET ") {
		t.Errorf("a message: got %q", got)
	}
	c := command(t.Context(), "get", lost)
	both, _ := c.CombinedOutput()
	if !strings.HasPrefix(string(both), "no such thing\noutbound: GET ") {
		t.Errorf("in one pipe: got %q", both)
	}
	wantResult(t, outbound(t, "get", lost), 22, "no such thing") // in two pipes nothing is added
}

func TestATerminalDoesNotObeyTheServer(t *testing.T) {
	esc := raw(t, "HTTP/1.1 200 \x1b]0;title\x07OK\r\nX-A: a\u009bb\xff\r\nContent-Length: 2\r\n\r\nok")
	lost := raw(t, "HTTP/1.1 404 \x1b]0;title\x07\r\nX-A: a\u009b31m\r\nContent-Length: 2\r\n\r\nok")
	for _, args := range [][]string{{"get", "-i", esc}, {"get", esc, "-v"}, {"get", "-i", lost, "-v"}, {"head", lost}} {
		got, _ := onTerminal(t, []string{"NO_COLOR=1"}, append(args, "--retry", "0")...)
		if strings.ContainsAny(got, "\x1b\x07\u009b") || !strings.Contains(got, "title") && args[1] != esc {
			t.Errorf("%v: got %q", args, got)
		}
	}
	for _, body := range []string{"a\x1b[31mred", "a\x00b", "\x07", "caf\u00e9 \u009b1m", strings.Repeat("a", 100_000) + "\x1b"} {
		url := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/bad" {
				w.WriteHeader(http.StatusBadRequest)
			}
			_, _ = io.WriteString(w, body)
		})
		for _, path := range []string{"/", "/bad"} {
			got, err := onTerminal(t, []string{"NO_COLOR=1"}, "get", url+path)
			if err == nil || strings.ContainsAny(got, "\x1b\x00\x07\u009b") || !strings.Contains(got, "-o FILE") && len(body) < 8<<10 {
				t.Errorf("%s: got %.300q, %v, want the advice to use -o", path, got, err)
			}
		}
		if got, err := onTerminal(t, nil, "get", url, "-o", "-"); err != nil || got != body {
			t.Errorf("-o -: got %.300q, %v, want the body as it is", got, err)
		}
		wantResult(t, outbound(t, "get", url), 0, body)
	}
	text := "{\n\t\"a\": \"caf\u00e9 \u62a5\"}\r\n"
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
	if got, err := onTerminal(t, nil, "get", url); err != nil || !strings.Contains(got, "caf\u00e9 \u62a5") {
		t.Errorf("text: got %q, %v, want it", got, err)
	}
}

func TestOnATerminalAFailedCallIsExplained(t *testing.T) {
	lost := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
	const want = "\n\nGET "
	got, _ := onTerminal(t, nil, "get", lost)
	got = strings.ReplaceAll(got, "\r\n", "\n")
	_, explained, ok := strings.Cut(got, want)
	words := strings.Join(strings.Fields(explained), " ") // the lines are as wide as the terminal
	if !ok || !strings.Contains(words, " failed after 1 attempt ") || !strings.Contains(explained, "\n  Next step ") {
		t.Errorf("got %q, want the message and the explanation", got)
	}
	if r := outbound(t, "get", lost); strings.Contains(r.err, "Next step") {
		t.Errorf("not on a terminal: got %q, want the message only", r.err)
	}
	if got, _ := onTerminal(t, nil, "get"); strings.Contains(got, "Next step") {
		t.Errorf("a mistake in the command line: got %q, want the message only", got)
	}
}

func TestTheHelpFitsTheTerminal(t *testing.T) {
	for _, command := range []string{"", "get", "events", "lines", "explain", "check", "completion"} {
		got, err := onTerminal(t, nil, strings.Fields(command+" --help")...)
		if err != nil {
			t.Error(err)
		}
		for line := range strings.Lines(got) {
			if n := len([]rune(strings.TrimRight(line, "\r\n"))); n > 60 && !strings.HasPrefix(line, "Run ") {
				t.Errorf("%s: a line has %d columns of 60: %q", command, n, line)
			}
		}
	}
}
