//go:build unix

package main_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// onTerminal runs the program with a terminal for its standard error and returns
// what it shows.
func onTerminal(t *testing.T, env []string, args ...string) string {
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
	c.Stderr = tty
	if err := c.Run(); err != nil {
		t.Errorf("%v: %v", args, err)
	}
	_ = tty.Close()
	<-read
	return shown.String()
}

func TestOnATerminalThereAreBarsInColours(t *testing.T) {
	tests := map[string]struct {
		env           []string
		colours, bars bool
		args          []string
	}{
		"a terminal":            {[]string{"TERM=xterm"}, true, true, nil},
		"NO_COLOR":              {[]string{"TERM=xterm", "NO_COLOR=1"}, false, true, nil},
		"a dumb terminal":       {[]string{"TERM=dumb"}, false, true, nil},
		"bars that nobody asks": {[]string{"TERM=xterm"}, false, false, []string{"--bars", "never"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"get", "--config", fast(t), "-p", "fast", flaky(t), "-v"}, tt.args...)
			got := onTerminal(t, tt.env, args...)
			if has := strings.Contains(got, "\x1b["); has != tt.colours {
				t.Errorf("colours: got %v, want %v in\n%q", has, tt.colours, got)
			}
			if has := strings.Contains(got, " tls  "); has != tt.bars {
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
