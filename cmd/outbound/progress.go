package main

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// progress draws how far an upload or a download is. It is safe for concurrent use:
// net/http may still send the request while the answer arrives.
type progress struct {
	screen
	mu          sync.Mutex
	total       int64 // -1 if unknown
	from, done  int64 // bytes at the start of this transfer, and now
	start, last time.Time
	drawn, off  bool
}

const (
	progressAfter = time.Second // shorter transfers need no bar
	progressEvery = 100 * time.Millisecond
)

func newProgress(s screen) *progress { return &progress{screen: s, start: time.Now()} }

// begin starts another transfer, after the first from bytes of the content.
func (p *progress) begin(from int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	p.from, p.done, p.start, p.off = from, from, time.Now(), false
}

// tell notes that done of total bytes have been transferred, and draws that if it is
// time. A smaller number than before is that of another attempt.
func (p *progress) tell(done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if done < p.done {
		p.from, p.start = 0, now
	}
	p.done, p.total = done, total
	if p.bars && !p.off && now.Sub(p.start) >= progressAfter && now.Sub(p.last) >= progressEvery {
		p.last, p.drawn = now, true
		_, _ = fmt.Fprint(p.screen, "\r"+p.line(now.Sub(p.start))+"\x1b[K")
	}
}

// end removes the bar.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	p.off = true
}

func (p *progress) erase() {
	if p.drawn {
		_, _ = fmt.Fprint(p.screen, "\r\x1b[K")
		p.drawn = false
	}
}

// echo is how many columns stay free. A terminal prints ^C at the cursor; in the last
// column that would begin another line, and \r would not return to the bar.
const echo = 3

// line is percentage, bar, bytes, rate and time left, as far as they are known and
// fit into the width.
func (p *progress) line(elapsed time.Duration) string {
	rate := float64(p.done-p.from) / elapsed.Seconds()
	if p.total <= 0 {
		return truncate(fmt.Sprintf("%s  %s/s", size(float64(p.done)), size(rate)), p.width-echo)
	}
	part := float64(p.done) / float64(p.total)
	text := fmt.Sprintf("%s of %s  %s/s  ETA %s", size(float64(p.done)), size(float64(p.total)), size(rate), timeLeft(p.total-p.done, rate))
	cells := min(p.width-len("100% [] ")-len(text)-echo, 40)
	if cells < 5 {
		return truncate(fmt.Sprintf("%3.0f%% %s", part*100, text), p.width-echo)
	}
	full := min(int(part*float64(cells)), cells)
	return fmt.Sprintf("%3.0f%% [%s%s] %s", part*100, p.paint("32", strings.Repeat("█", full)), strings.Repeat("·", cells-full), text)
}

// timeLeft is the time that so many bytes take.
func timeLeft(bytes int64, rate float64) string {
	seconds := float64(bytes) / rate
	if !(seconds < 100*time.Hour.Seconds()) { // NaN before the first byte
		return "?"
	}
	return time.Duration(seconds * float64(time.Second)).Round(time.Second).String()
}

// size is a number of bytes with one digit after the point.
func size(n float64) string {
	for _, u := range []string{"B", "KiB", "MiB"} {
		if n < 1024 {
			if u == "B" {
				return fmt.Sprintf("%.0f B", n)
			}
			return fmt.Sprintf("%.1f %s", n, u)
		}
		n /= 1024
	}
	return fmt.Sprintf("%.1f GiB", n)
}
