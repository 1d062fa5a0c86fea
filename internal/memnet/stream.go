package mock

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// most is what one direction holds before a Write waits.
const most = 64 << 10

// half is one direction of a connection in memory.
type half struct {
	mu   sync.Mutex
	news sync.Cond // something below has changed
	buf  []byte
	eof  bool // nothing more is written
	dead bool // nobody reads
}

// deadline is when a Read or a Write gives up. The lock of its half guards it.
type deadline struct {
	at    time.Time
	timer *time.Timer
}

func newHalf() *half {
	h := &half{}
	h.news.L = &h.mu
	return h
}

func (d *deadline) passed() bool { return !d.at.IsZero() && !time.Now().Before(d.at) }

func (h *half) read(p []byte, d *deadline) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for {
		switch {
		case h.dead:
			return 0, net.ErrClosed
		case d.passed():
			return 0, os.ErrDeadlineExceeded
		case len(h.buf) > 0 || len(p) == 0:
			n := copy(p, h.buf)
			h.buf = h.buf[n:]
			h.news.Broadcast()
			return n, nil
		case h.eof:
			return 0, io.EOF
		}
		h.news.Wait()
	}
}

func (h *half) write(p []byte, d *deadline) (n int, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for {
		switch {
		case h.eof:
			return n, net.ErrClosed
		case h.dead:
			return n, syscall.EPIPE
		case d.passed():
			return n, os.ErrDeadlineExceeded
		}
		if room := min(most-len(h.buf), len(p)-n); room > 0 {
			h.buf = append(h.buf, p[n:n+room]...)
			n += room
			h.news.Broadcast()
		}
		if n == len(p) {
			return n, nil
		}
		h.news.Wait()
	}
}

// until sets a deadline; the waiting look again when it passes.
func (h *half) until(d *deadline, t time.Time) {
	h.change(func() {
		if d.timer != nil {
			d.timer.Stop()
			d.timer = nil
		}
		if d.at = t; !t.IsZero() {
			d.timer = time.AfterFunc(time.Until(t), func() { h.change(func() {}) })
		}
	})
}

func (h *half) change(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
	h.news.Broadcast()
}
