package main

import (
	"fmt"
	"strings"
	"time"
)

// progress draws how far a download is. It is an io.Writer that is told of the
// bytes; one that draws nothing is told them too.
type progress struct {
	screen
	total       int64 // -1 if unknown
	done        int64
	start, last time.Time
	drawn       bool
}

const (
	progressAfter = time.Second // shorter downloads need no bar
	progressEvery = 100 * time.Millisecond
)

func (s screen) progress(total int64) *progress {
	return &progress{screen: s, total: total, start: time.Now()}
}

func (p *progress) Write(b []byte) (int, error) {
	p.done += int64(len(b))
	now := time.Now()
	if p.bars && now.Sub(p.start) >= progressAfter && now.Sub(p.last) >= progressEvery {
		p.last, p.drawn = now, true
		_, _ = fmt.Fprint(p.screen, "\r"+p.line(now.Sub(p.start))+"\x1b[K")
	}
	return len(b), nil
}

// clear takes the bar away.
func (p *progress) clear() {
	if p.drawn {
		_, _ = fmt.Fprint(p.screen, "\r\x1b[K")
	}
}

// line is percentage, bar, bytes, rate and time left, or what of it is known.
func (p *progress) line(elapsed time.Duration) string {
	rate := float64(p.done) / elapsed.Seconds()
	if p.total <= 0 {
		return fmt.Sprintf("%s  %s/s", size(float64(p.done)), size(rate))
	}
	part := float64(p.done) / float64(p.total)
	left := "?"
	if rate > 0 {
		left = time.Duration(float64(p.total-p.done) / rate * float64(time.Second)).Round(time.Second).String()
	}
	text := fmt.Sprintf(" %s of %s  %s/s  ETA %s", size(float64(p.done)), size(float64(p.total)), size(rate), left)
	cells := min(max(p.width-len(text)-8, leastCells), 40)
	full := min(int(part*float64(cells)), cells)
	return fmt.Sprintf("%3.0f%% [%s%s]%s", part*100, p.paint("32", strings.Repeat("█", full)), strings.Repeat("·", cells-full), text)
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
