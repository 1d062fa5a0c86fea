package main_test

import (
	"bytes"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// started is a command that is running.
type started struct {
	*exec.Cmd
	err  bytes.Buffer
	done chan struct{}
}

func start(t *testing.T, c *exec.Cmd) *started {
	t.Helper()
	s := &started{Cmd: c, done: make(chan struct{})}
	if c.Stderr == nil {
		c.Stderr = &s.err
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = c.Wait()
		close(s.done)
	}()
	t.Cleanup(func() {
		_ = c.Process.Kill()
		<-s.done
	})
	return s
}

// wantEnd sends a signal and waits for the end of the command.
func (s *started) wantEnd(t *testing.T, signal syscall.Signal, status int) {
	t.Helper()
	if err := s.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.done:
	case <-time.After(5 * time.Second):
		t.Fatalf("the command still runs 5 s after the signal: %v", signal)
	}
	if got := s.ProcessState.ExitCode(); got != status {
		t.Errorf("got status %d, want %d; standard error: %s", got, status, s.err.String())
	}
}

// pipe returns both ends of a pipe. The test closes them at its end.
func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = r.Close(), w.Close() })
	return r, w
}
