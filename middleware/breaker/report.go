package breaker

import (
	"fmt"
	"slices"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/retryafter"
	"example.com/outbound/observe"
	"example.com/outbound/retry"
)

// Outcome is what became of a request.
type Outcome struct {
	retry.Attempt
	// Ran is the time from the send to the response headers or to the failure.
	Ran time.Duration
	// Timeout is the attempt timeout, 0 without one.
	Timeout time.Duration
}

// Report tells the breaker what became of the request. changed is what observers
// must be told, nil for nothing. A report to a breaker that has changed its
// state since the permit was given does not count.
func (p *Permit) Report(o Outcome) (changed *observe.StateChange) {
	if p.state == nil {
		return nil
	}
	return p.report(o, p.breaker.policy.judge(o))
}

// Release gives the permit back without an outcome.
func (p *Permit) Release() {
	if p.state != nil {
		p.report(Outcome{}, Neutral)
	}
}

func (p *Permit) report(o Outcome, v Verdict) *observe.StateChange {
	s := p.state
	p.state = nil
	s.Lock()
	defer s.Unlock()
	if s.period != p.period {
		return nil
	}
	if p.Probe() {
		return p.breaker.probed(s, p, o, v)
	}
	return p.breaker.judged(s, p, o, v)
}

// judge asks Judge, and corrects a deadline that came too early to tell anything
// about the origin.
func (p *Policy) judge(o Outcome) Verdict {
	v := p.Judge(o.Attempt)
	if v == Failure && o.Kind == httperror.Deadline && o.Ran < p.patience(o.Timeout) {
		return Neutral
	}
	return v
}

// patience is the time that an attempt must have had for its caller's deadline
// to count as a failure: without SlowAfter and an attempt timeout half of 10 s,
// the attempt timeout that is usual.
func (p *Policy) patience(timeout time.Duration) time.Duration {
	const usual = 10 * time.Second
	if timeout == 0 {
		timeout = usual
	}
	if p.SlowAfter > 0 {
		return min(p.SlowAfter, timeout/2)
	}
	return timeout / 2
}

func (p *Policy) slow(o Outcome) bool { return p.SlowAfter > 0 && o.Ran > p.SlowAfter }

// judged counts an attempt of a closed breaker, and opens it when the attempt is
// one too many.
func (b *Breaker) judged(s *state, p *Permit, o Outcome, v Verdict) *observe.StateChange {
	if v == Neutral {
		return nil
	}
	now, slow := time.Now(), b.policy.slow(o)
	s.window.add(now, b.policy.Window, v == Failure, slow)
	switch {
	case v == Success:
		s.row = 0
	case s.row == 0:
		s.row, s.since = 1, now
	default:
		s.row++
	}
	if v == Success && !slow {
		return nil
	}
	if cause := b.policy.tooMany(s, now, v); cause != "" {
		return b.open(s, p, o, now, cause)
	}
	return nil
}

// tooMany says why a breaker must open, "" if it must not.
func (p *Policy) tooMany(s *state, now time.Time, v Verdict) string {
	if v == Failure && p.Consecutive != Off && s.row >= p.Consecutive && now.Sub(s.since) >= p.MinRow {
		return fmt.Sprintf("%d failures in a row", s.row)
	}
	sum := s.window.sum(now, p.Window)
	switch n := float64(sum.calls); {
	case int(sum.calls) < p.MinCalls:
		return ""
	case v == Failure && float64(sum.failed) >= p.Ratio*n:
		return fmt.Sprintf("%d of %d attempts in %v failed", sum.failed, sum.calls, p.Window)
	case p.SlowAfter > 0 && float64(sum.slow) >= p.SlowRatio*n:
		return fmt.Sprintf("%d of %d attempts in %v took longer than %v", sum.slow, sum.calls, p.Window, p.SlowAfter)
	}
	return ""
}

// probed counts the probe of a half-open breaker. A slow answer is no good one.
func (b *Breaker) probed(s *state, p *Permit, o Outcome, v Verdict) *observe.StateChange {
	i := slices.IndexFunc(s.probes, func(under probe) bool { return under.serial == p.serial })
	if i < 0 {
		return nil // it took so long that it counted as lost
	}
	s.probes = slices.Delete(s.probes, i, i+1)
	switch {
	case v == Neutral:
		return nil
	case v == Failure:
		return b.open(s, p, o, time.Now(), "a probe failed")
	case b.policy.slow(o):
		return b.open(s, p, o, time.Now(), fmt.Sprintf("a probe took longer than %v", b.policy.SlowAfter))
	}
	if s.good++; s.good < b.policy.CloseAfter {
		return nil
	}
	return s.change(p.key.String(), Closed, time.Time{}, fmt.Sprintf("%d good probes", s.good))
}

// open opens the breaker for as long as the response asks, or else for OpenFor.
func (b *Breaker) open(s *state, p *Permit, o Outcome, now time.Time, cause string) *observe.StateChange {
	d := time.Duration(float64(b.policy.OpenFor) * (0.9 + 0.2*b.policy.Rand()))
	if o.Response != nil {
		if wish, ok := retryafter.Of(o.Response.Header, now); ok {
			d = min(wish, b.policy.MaxOpen)
		}
		cause += fmt.Sprintf(", the last one: status %d", o.Response.StatusCode)
	} else if o.Kind != "" {
		cause += ", the last one: " + string(o.Kind)
	}
	s.cause = cause
	return s.change(p.key.String(), Open, now.Add(d), cause)
}
