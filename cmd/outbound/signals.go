package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// interrupted is the error of a command that a signal has ended.
type interrupted struct{ signal os.Signal }

func (i interrupted) Error() string { return "stopped by signal: " + i.signal.String() }

// gracePeriod is how long an interrupted command may take to clean up.
const gracePeriod = 200 * time.Millisecond

// interruptible runs a command under a context that the first signal ends. The
// second signal ends the process. If the command is blocked in a system call that
// no context ends (on a terminal, a pipe, a file system), the process ends after
// gracePeriod without it, but never while it writes a file.
func interruptible(s *streams, run func(context.Context) int) int {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	signals := listen()
	signal.Ignore(syscall.SIGPIPE) // the write fails instead, and the temporary file is removed
	done := make(chan int, 1)
	go func() { done <- run(ctx) }()
	select {
	case status := <-done:
		return status
	case got := <-signals:
		signal.Stop(signals)
		cancel(interrupted{got})
		select {
		case status := <-done:
			return status
		case <-time.After(gracePeriod):
			s.saving.Lock()
			return statusOf(interrupted{got})
		}
	}
}

// listen takes the signals that end a process. One that is ignored already stays
// so: that is how nohup and background jobs work.
func listen() chan os.Signal {
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	return signals
}
