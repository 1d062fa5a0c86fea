package auth

import (
	"errors"
	"time"

	"example.com/outbound/httperror"
)

// How long a source that failed is left alone: firstPause doubled by each
// further failure up to lastPause, or as long as it asked, up to askedPause.
const (
	firstPause = time.Second
	lastPause  = 10 * time.Second
	askedPause = time.Minute
)

// pause is the back-off of a token source. The zero pause is over.
type pause struct {
	until time.Time
	fails int
	err   error // the last failure
}

func (p *pause) over(now time.Time) bool { return !now.Before(p.until) }

// fail notes a failure.
func (p *pause) fail(now time.Time, err error) {
	wait := lastPause
	if p.fails < 4 { // 1 s · 2⁴ is more than lastPause
		wait = firstPause << p.fails
	}
	p.fails++
	var he *httperror.Error
	if errors.As(err, &he) {
		wait = max(wait, min(he.RetryAfter, askedPause))
	}
	p.until, p.err = now.Add(wait), err
}

// notBeyond cuts the pause at the end of a token that serves meanwhile.
func (p *pause) notBeyond(end time.Time) {
	if !end.IsZero() && p.until.After(end) {
		p.until = end
	}
}
