package retry

import (
	"cmp"
	"context"
	"time"
)

// outer is the context of the hop: the call's, or what a layer outside retry has
// derived of it.
func (r *run) outer() context.Context {
	if r.isFunc {
		return r.call
	}
	return r.call.Outer(r.hop)
}

// ended is why no further attempt can be made, nil while one can.
func (r *run) ended() error { return cmp.Or(r.call.Err(), r.outer().Err()) }

// bound is the earlier of the deadlines of the call and of the hop.
func (r *run) bound() (time.Time, bool) {
	d, ok := r.call.Deadline()
	if other, bounded := r.outer().Deadline(); bounded && (!ok || other.Before(d)) {
		return other, true
	}
	return d, ok
}
