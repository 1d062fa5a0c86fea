package main

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// whenUnread calls f when the pipe has no reader any more. The next write would
// report it too, but a stream may be silent for hours.
func whenUnread(pipe *os.File, f func()) {
	info, err := pipe.Stat()
	if err != nil || info.Mode()&(fs.ModeNamedPipe|fs.ModeSocket) == 0 {
		return
	}
	go func() {
		wanted := []unix.PollFd{{Fd: int32(pipe.Fd())}} // POLLERR is always reported
		for {
			n, err := unix.Poll(wanted, -1)
			if errors.Is(err, unix.EINTR) {
				continue
			}
			if err == nil && n > 0 && wanted[0].Revents&(unix.POLLERR|unix.POLLHUP) != 0 {
				f()
			}
			return
		}
	}()
}
