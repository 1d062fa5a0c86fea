package config

import (
	"example.com/outbound/retry"
)

// policy is the retry.Policy of the section; ok is false if it is off.
func (s *retrySection) policy(shared *parts) (p retry.Policy, ok bool) {
	if s == nil || s.Off {
		return p, false
	}
	l := or(s.Limits)
	return retry.Policy{
		Attempts:         or(s.Attempts),
		MaxElapsed:       or(s.MaxElapsed),
		ElapsedMode:      or(s.ElapsedMode),
		Limits:           retry.Limits{Connect: l.Connect, Read: l.Read, Status: l.Status, Other: l.Other},
		Wait:             s.Wait.wait(),
		Jitter:           s.Jitter.jitter(),
		MinWait:          or(s.MinWait),
		MaxWait:          or(s.MaxWait),
		IgnoreRetryAfter: or(s.IgnoreRetryAfter),
		MaxRetryAfter:    or(s.MaxRetryAfter),
		Methods:          s.Methods.methods(),
		When:             s.When.condition(),
		Budget:           shared.budgetOf(s.Budget),
		BufferBody:       or(s.BufferBody),
	}, true
}

// or is what p points to, the zero value if it is nil: the zero value of a
// policy's fields means their default too.
func or[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
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
	return m.List
}

// condition is the retry.Condition of c, nil for the default.
func (c *condition) condition() retry.Condition {
	switch {
	case c == nil || c.Transient:
		return nil
	case c.Status != nil:
		return retry.OnStatus(c.Status...)
	case c.StatusRange != nil:
		return retry.OnStatusRange(c.StatusRange.Min, c.StatusRange.Max)
	case c.Kind != nil:
		return retry.OnKind(c.Kind...)
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
