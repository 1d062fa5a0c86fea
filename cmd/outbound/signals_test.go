//go:build unix

package main_test

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// half is a server that stops in the middle of its answer, and reports that it has
// begun.
func half(t *testing.T) (url string, began *atomic.Bool) {
	t.Helper()
	began = &atomic.Bool{}
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "half")
		w.(http.Flusher).Flush()
		began.Store(true)
		<-r.Context().Done()
	}), began
}

func TestASignalEndsADownloadAndLeavesNothing(t *testing.T) {
	for signal, status := range map[syscall.Signal]int{
		syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129, syscall.SIGQUIT: 131,
	} {
		t.Run(signal.String(), func(t *testing.T) {
			url, began := half(t)
			dir := t.TempDir()
			s := start(t, command(t.Context(), "get", url, "-o", filepath.Join(dir, "file")))
			within(t, "the part of a file", func() bool { return began.Load() && len(entries(t, dir)) == 1 })
			s.wantEnd(t, signal, status)
			if left := entries(t, dir); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
			if want := "outbound: stopped by signal: " + signal.String() + "\n"; s.err.String() != want {
				t.Errorf("got %q, want %q", s.err.String(), want)
			}
		})
	}
}

func TestASignalEndsACommandThatWaitsForItsInput(t *testing.T) {
	url := serve(t, http.NotFound)
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run("standard input, "+signal.String(), func(t *testing.T) {
			r, w := pipe(t)
			c := command(t.Context(), "post", url, "-d", "@-")
			c.Stdin = r
			s := start(t, c)
			if _, err := w.Write(make([]byte, 1<<20)); err != nil { // more than a pipe holds: it is being read
				t.Fatal(err)
			}
			s.wantEnd(t, signal, 128+int(signal))
		})
		t.Run("a named pipe, "+signal.String(), func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "pipe")
			if err := syscall.Mkfifo(name, 0o600); err != nil {
				t.Fatal(err)
			}
			s := start(t, command(t.Context(), "post", url, "-d", "@"+name))
			w, err := os.OpenFile(name, os.O_WRONLY, 0) // waits for the reader
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = w.Close() }()
			s.wantEnd(t, signal, 128+int(signal))
		})
	}
}

func TestASignalEndsACommandThatWaitsForItsFileOfPresets(t *testing.T) {
	dir := t.TempDir()
	config, token := filepath.Join(dir, "presets.yaml"), filepath.Join(dir, "token")
	for _, name := range []string{config, token} {
		if err := syscall.Mkfifo(name, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"get", "/", "-p", "a"}, {"events", "/", "-p", "a"}, {"explain", "a"}, {"check", config}, {"presets"},
	} {
		c := command(t.Context(), args...)
		c.Env = append(c.Env, "OUTBOUND_CONFIG="+config)
		s := start(t, c)
		select {
		case <-s.done: // a pipe may be refused
			if got := s.ProcessState.ExitCode(); got != 2 {
				t.Errorf("%v: got status %d and %q, want 2", args, got, s.err.String())
			}
		case <-time.After(300 * time.Millisecond):
			s.wantEnd(t, syscall.SIGTERM, 143)
		}
	}
	text := "presets: {a: {base_url: 'http://127.0.0.1:1', auth: [{bearer: '${file:token}'}]}}"
	if err := os.WriteFile(filepath.Join(dir, "b.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := outbound(t, "get", "/", "-p", "a", "--config", filepath.Join(dir, "b.yaml")); got.status != 2 {
		t.Errorf("a secret in a pipe: got status %d and %q, want 2", got.status, got.err)
	}
}

func TestASignalEndsACommandWhoseOutputIsBlocked(t *testing.T) {
	large := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 1<<20)) })
	for name, both := range map[string]bool{"standard output": false, "standard output and error": true} {
		t.Run(name, func(t *testing.T) {
			r, w := pipe(t)
			c := command(t.Context(), "get", large, "-v")
			c.Stdout = w
			if both {
				c.Stderr = w
			}
			s := start(t, c)
			if _, err := r.Read(make([]byte, 1)); err != nil {
				t.Fatal(err)
			}
			s.wantEnd(t, syscall.SIGINT, 130)
		})
	}
	t.Run("a named pipe that nobody reads", func(t *testing.T) {
		var asked atomic.Bool
		url := serve(t, func(http.ResponseWriter, *http.Request) { asked.Store(true) })
		name := filepath.Join(t.TempDir(), "pipe")
		if err := syscall.Mkfifo(name, 0o600); err != nil {
			t.Fatal(err)
		}
		s := start(t, command(t.Context(), "get", url, "-o", name))
		within(t, "the request", asked.Load)
		s.wantEnd(t, syscall.SIGTERM, 143)
	})
}

func TestAHangupThatIsIgnoredStaysSo(t *testing.T) {
	url, began := half(t)
	c := exec.CommandContext(t.Context(), "sh", "-c", `trap "" HUP; exec "$0" "$@"`)
	c.Args = append(c.Args, command(t.Context(), "get", url).Args...)
	s := start(t, c)
	within(t, "the answer", began.Load)
	if err := s.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	s.wantEnd(t, syscall.SIGTERM, 143)
}

func TestAClosedPipeGivesNoMessage(t *testing.T) {
	large := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 1<<20)) })
	r, w := pipe(t)
	c := command(t.Context(), "get", large)
	c.Stdout = w
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	s := start(t, c)
	<-s.done
	if got := s.ProcessState.ExitCode(); got != 23 || s.err.Len() != 0 {
		t.Errorf("got status %d and %q, want 23 and nothing", got, s.err.String())
	}
}

func TestASignalEndsAStream(t *testing.T) {
	for name, tt := range map[string]struct{ contentType, part string }{
		"events": {"text/event-stream", "data: 1\n\n"}, "lines": {"application/x-ndjson", "1\n"},
	} {
		for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
			t.Run(name+", "+signal.String(), func(t *testing.T) {
				url, _ := live(t, tt.contentType, tt.part)
				r, w := pipe(t)
				c := command(t.Context(), name, url)
				c.Stdout = w
				s := start(t, c)
				if _, err := r.Read(make([]byte, 9)); err != nil {
					t.Fatal(err)
				}
				s.wantEnd(t, signal, 128+int(signal))
				if want := "outbound: stopped by signal: " + signal.String() + "\n"; s.err.String() != want {
					t.Errorf("got %q, want %q", s.err.String(), want)
				}
			})
		}
	}
}

func TestASignalEndsTheWaitForAReconnect(t *testing.T) {
	url, _ := eventStream(t, "retry: 3600000\ndata: 1\n\n")
	r, w := pipe(t)
	c := command(t.Context(), "events", url)
	c.Stdout = w
	s := start(t, c)
	if _, err := r.Read(make([]byte, 9)); err != nil {
		t.Fatal(err)
	}
	s.wantEnd(t, syscall.SIGINT, 130)
}

func TestADownloadGoesOnIfNobodyReadsItsProgress(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "2")
		w.(http.Flusher).Flush()
		select {
		case <-time.After(1100 * time.Millisecond): // progress is shown after a second
		case <-r.Context().Done():
		}
		_, _ = io.WriteString(w, "ok")
	})
	dir := t.TempDir()
	r, w := pipe(t)
	c := command(t.Context(), "get", url, "-o", filepath.Join(dir, "file"), "--bars", "always")
	c.Stderr = w
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	s := start(t, c)
	<-s.done
	if got := entries(t, dir); s.ProcessState.ExitCode() != 0 || len(got) != 1 || got[0] != "file" {
		t.Errorf("got status %d and %q, want the file", s.ProcessState.ExitCode(), got)
	}
}
