// Package callconfig has the options of one call: how they are merged, which values are
// refused, and how they are applied to a request.
package callconfig

import (
	"context"
	"fmt"
	"sync/atomic"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callkey"
)

// Config has the values that the call options set. A nil *Config stands for no options:
// [Config.Over] and [Config.ParamLookup] take it, before the other methods callers check.
type Config struct {
	call.Options
	Header    []Field
	Query     []Pair
	Params    []Pair           // path parameters
	Meta      func(*call.Call) // called at the end of the call to fill the caller's ResponseMeta, nil without the option
	ErrorInto any              // a pointer, nil without the option
	Problems  []error          // of values that an option refuses; they fail the call
	Method    string           // verb of the option Method, "" without it
	Body      any              // of the option Method
	BodyRead  *atomic.Bool     // true once a request has been made of Body: its readers are used up
	Sends     *atomic.Int64    // the attempts of each call are added to it, nil if package stream has not asked
	made      []func(*Config)  // the options that were applied, in order: merging applies them again
	Progress  func(done, total int64)
	Spill     int64  // most bytes, 0 = off
	SpillDir  string // "" = the system's
	Resume    bool
}

// Pair has the name and the value of a parameter of the query or of the path.
type Pair struct{ Name, Value string }

// Field is a header field of the call. With Add, Value is a further value of the field,
// else its only one.
type Field struct {
	Name, Value string
	Add         bool
}

// New merges the options of ctx and then opts. Without opts it returns the Config of ctx
// itself, which must not be written and may be nil.
func New[F ~func(*Config)](ctx context.Context, opts []F) *Config {
	inherited := FromContext(ctx)
	if len(opts) == 0 {
		return inherited
	}
	c := &Config{}
	if inherited != nil {
		apply(c, inherited.made)
	}
	apply(c, opts)
	c.Options.Caller = c
	return c
}

// FromContext returns the Config that [NewContext] has put into ctx, nil without one. It
// must not be written.
func FromContext(ctx context.Context) *Config {
	if ctx == nil {
		return nil
	}
	c, _ := ctx.Value(callkey.Options{}).(*Config)
	return c
}

// apply applies opts to o and remembers them, so that o can be merged with other options.
func apply[F ~func(*Config)](o *Config, opts []F) {
	for _, option := range opts {
		if option != nil {
			o.made = append(o.made, option)
			option(o)
		}
	}
}

// Over merges o and then the options of ctx. If one of them has no options, it returns the
// other itself, which must not be written and may be nil.
func (o *Config) Over(ctx context.Context) *Config {
	if o == nil {
		return FromContext(ctx)
	}
	if FromContext(ctx) == nil {
		return o
	}
	both := &Config{}
	apply(both, o.made)
	apply(both, FromContext(ctx).made)
	both.Options.Caller = both
	return both
}

// NewShared makes the Config of options that hold for many calls, nil without any. For an
// option that belongs to one call it adds a problem, so that every call fails; where is
// the function that the option was given to.
func NewShared[F ~func(*Config)](where string, opts []F) *Config {
	if len(opts) == 0 {
		return nil
	}
	c := New(context.Background(), opts)
	refuse := func(option string) {
		apply(c, []func(*Config){func(c *Config) {
			c.Problems = append(c.Problems, fmt.Errorf("%s: %s belongs to one call: use CallContext", where, option))
		}})
	}
	if c.Meta != nil {
		refuse("Meta")
	}
	if c.ErrorInto != nil {
		refuse("ErrorInto")
	}
	if c.Method != "" {
		refuse("Method")
	}
	if c.Resume {
		refuse("Resume")
	}
	return c
}

// Of returns the options of a call, nil without any.
func Of(record *call.Call) *Config {
	c, _ := record.Options.Caller.(*Config)
	return c
}

// WantsHeader reports whether the header of the answer is kept until the call ends, for
// the option Meta.
func WantsHeader(record *call.Call) bool {
	opts := Of(record)
	return opts != nil && opts.Meta != nil
}

// NewContext returns a context with the options of ctx and then opts.
func NewContext[F ~func(*Config)](ctx context.Context, opts []F) context.Context {
	return context.WithValue(ctx, callkey.Options{}, New(ctx, opts))
}
