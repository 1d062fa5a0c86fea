//go:build unix

package main_test

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// session is a program on a terminal of its own, which the test types on.
type session struct {
	*started
	terminal *os.File
	mu       sync.Mutex
	text     strings.Builder
	read     chan struct{}
}

func newSession(t *testing.T, columns uint16, c *exec.Cmd) *session {
	t.Helper()
	terminal, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = terminal.Close() })
	if err := pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: columns}); err != nil {
		t.Fatal(err)
	}
	c.Env = append(c.Env, "TERM=xterm", "NO_COLOR=1")
	c.Stdin, c.Stdout, c.Stderr = tty, tty, tty
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	s := &session{terminal: terminal, read: make(chan struct{})}
	s.started = start(t, c)
	_ = tty.Close()
	go func() {
		_, _ = io.Copy(s, terminal) // ends with EIO when the program has ended
		close(s.read)
	}()
	return s
}

func (s *session) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *session) shown() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// interrupt types Ctrl-C once the text is shown, and returns all that was shown.
func (s *session) interrupt(t *testing.T, text string) string {
	t.Helper()
	within(t, text, func() bool { return strings.Contains(s.shown(), text) })
	if _, err := s.terminal.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.done:
	case <-time.After(5 * time.Second):
		t.Fatal("the command still runs 5 s after Ctrl-C")
	}
	<-s.read
	if got := s.ProcessState.ExitCode(); got != 130 {
		t.Errorf("got status %d, want 130", got)
	}
	return s.shown()
}

// slowly sends a part, and another one once progress is shown, and no more.
func slowly(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("ETag", `"v1"`)
	w.Header().Set("Content-Length", "1000000")
	for range 2 {
		_, _ = w.Write(make([]byte, 1000))
		w.(http.Flusher).Flush()
		select {
		case <-time.After(1100 * time.Millisecond):
		case <-r.Context().Done():
		}
	}
	<-r.Context().Done()
}

func TestCtrlCOnATerminalEndsATransferOnALineOfItsOwn(t *testing.T) {
	download := serve(t, slowly)
	hold := make(chan struct{})
	upload := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.CopyN(io.Discard, r.Body, 1<<20)
		select {
		case <-time.After(1100 * time.Millisecond):
		case <-r.Context().Done():
		}
		_, _ = io.CopyN(io.Discard, r.Body, 8<<20)
		<-hold // with a body that is not read, net/http does not see that the client has gone
	})
	t.Cleanup(func() { close(hold) })
	large := fileOf(t, make([]byte, 64<<20))
	for _, columns := range []uint16{60, 100} {
		t.Run(strconv.Itoa(int(columns))+" columns", func(t *testing.T) { transfers(t, columns, download, upload, large) })
	}
}

func transfers(t *testing.T, columns uint16, download, upload, large string) {
	dir := t.TempDir()
	for name, args := range map[string][]string{
		"a download":          {"get", download, "-o", filepath.Join(dir, "file")},
		"one to be continued": {"get", download, "-o", filepath.Join(dir, "part"), "--resume"},
		"an upload":           {"post", upload, "-d", "@" + large},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := newSession(t, columns, command(t.Context(), args...)).interrupt(t, "% [")
			if !strings.HasSuffix(got, "\routbound: stopped by signal: interrupt\r\n") {
				t.Errorf("%d columns: got %q, want the message at the begin of the last line", columns, got)
			}
			for line := range strings.FieldsFuncSeq(got, func(r rune) bool { return r == '\r' || r == '\n' }) {
				if n := len([]rune(strings.ReplaceAll(line, "\x1b[K", ""))); n > int(columns) && !strings.Contains(line, " kept in ") {
					t.Errorf("%d columns: a line has %d: %q", columns, n, line)
				}
			}
		})
	}
	t.Cleanup(func() { // after the tests
		if got := strings.Join(entries(t, dir), " "); got != "part.part part.part.json" {
			t.Errorf("left behind: %s", got)
		}
	})
}

func TestAStreamOnATerminalIsPrintable(t *testing.T) {
	for name, tt := range map[string]struct{ contentType, part, want string }{
		"events": {"text/event-stream", "data: a\x1b[31m\u009bb\n\n", `a\x1b[31m\x9bb` + "\r\n"},
		"lines":  {"application/x-ndjson", "\"a\u009b\x7fb\"\n", `"a\x9b\x7fb"` + "\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			url, _ := live(t, tt.contentType, tt.part)
			got := newSession(t, 60, command(t.Context(), name, url)).interrupt(t, "b")
			if want := tt.want + "^C\routbound: stopped by signal: interrupt\r\n"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
