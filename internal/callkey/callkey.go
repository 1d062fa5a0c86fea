// Package callkey has the key by which a context carries call options, so that
// packages beneath the client can keep them from a context that they pass on.
package callkey

import "context"

// Options is the key of the call options.
type Options struct{}

// WithoutOptions is ctx without its call options: they are for the calls that
// were made with ctx, not for those made on the way.
func WithoutOptions(ctx context.Context) context.Context {
	if ctx.Value(Options{}) == nil {
		return ctx
	}
	return without{ctx}
}

type without struct{ context.Context }

func (w without) Value(key any) any {
	if key == (Options{}) {
		return nil
	}
	return w.Context.Value(key)
}
