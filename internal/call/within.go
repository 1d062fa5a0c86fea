package call

import (
	"context"
	"time"

	"example.com/outbound/internal/evidence"
)

// within is the context of an attempt inside a context that a layer has derived of
// the call's: it has the values of that, and ends with it.
type within struct {
	*Attempt
	outer context.Context
}

func (a *Attempt) within(outer context.Context) context.Context {
	if outer.Done() != a.call.Done() {
		stop := a.EndWith(outer)
		a.AfterFunc(func() { stop() }) // outer lives as long as the hop, and sees many attempts
	}
	return &within{a, outer}
}

// Value finds what belongs to the attempt, and the values of the layer's context.
func (w *within) Value(k any) any {
	switch k {
	case attemptKey{}, evidence.Key{}:
		return w.Attempt.Value(k)
	case evidence.TraceKey:
		if t := w.evidence.Load().Trace(); t != nil {
			return t
		}
	}
	return w.outer.Value(k)
}

// Deadline is the earlier of the attempt's deadline and that of the layer's
// context.
func (w *within) Deadline() (time.Time, bool) {
	d, ok := w.Attempt.Deadline()
	if other, bounded := w.outer.Deadline(); bounded && (!ok || other.Before(d)) {
		return other, true
	}
	return d, ok
}
