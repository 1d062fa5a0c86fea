package config

import (
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

// policy is the retry.Policy of the section; ok is false if it is off.
func (s *retrySection) policy(shared *parts) (p retry.Policy, ok bool) {
	if s == nil || s.Off {
		return p, false
	}
	return retry.Policy{
		Attempts:         int(or(s.Attempts)),
		MaxElapsed:       time.Duration(or(s.MaxElapsed)),
		ElapsedMode:      elapsedModes[or(s.ElapsedMode)],
		Limits:           s.Limits.limits(),
		Wait:             s.Wait.wait(),
		Jitter:           s.Jitter.jitter(),
		MinWait:          time.Duration(or(s.MinWait)),
		MaxWait:          time.Duration(or(s.MaxWait)),
		IgnoreRetryAfter: bool(or(s.IgnoreRetryAfter)),
		MaxRetryAfter:    time.Duration(or(s.MaxRetryAfter)),
		Methods:          s.Methods.methods(),
		When:             s.When.condition(),
		Budget:           shared.budgetOf(s.Budget),
		BufferBody:       int64(or(s.BufferBody)),
	}, true
}

var elapsedModes = map[Mode]retry.ElapsedMode{"before": retry.Before, "after": retry.After}

// or is what p points to, the zero value if it is nil: the zero value of a
// policy's fields means their default too.
func or[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func (l *limits) limits() (out retry.Limits) {
	if l == nil {
		return out
	}
	count := func(c *Count) *int {
		if c == nil {
			return nil
		}
		return new(int(*c))
	}
	return retry.Limits{Connect: count(l.Connect), Read: count(l.Read), Status: count(l.Status), Other: count(l.Other)}
}

func (m *methods) methods() []string {
	switch {
	case m == nil || m.Idempotent:
		return nil
	case m.Any:
		return retry.AnyMethod()
	case m.None:
		return []string{}
	}
	return texts(m.List)
}

func texts[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

func (c *condition) condition() retry.Condition {
	switch {
	case c == nil || c.Transient:
		return nil
	case c.Status != nil:
		codes := make([]int, len(c.Status))
		for i, code := range c.Status {
			codes[i] = int(code)
		}
		return retry.OnStatus(codes...)
	case c.StatusRange != nil:
		return retry.OnStatusRange(int(c.StatusRange.Min), int(c.StatusRange.Max))
	case c.Kind != nil:
		ks := make([]httperror.Kind, len(c.Kind))
		for i, k := range c.Kind {
			ks[i] = httperror.Kind(k)
		}
		return retry.OnKind(ks...)
	case c.Any != nil:
		return retry.Any(conditions(c.Any)...)
	case c.All != nil:
		return retry.All(conditions(c.All)...)
	}
	return retry.Not(c.Not.condition())
}

func conditions(list []condition) []retry.Condition {
	out := make([]retry.Condition, len(list))
	for i := range list {
		out[i] = list[i].condition()
	}
	return out
}
