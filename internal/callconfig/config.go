// Package callconfig has the options of one call: how they are merged, what of them
// cannot be sent, and how they are put on a request.
package callconfig

import (
	"context"
	"fmt"
	"reflect"
	"sync/atomic"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callkey"
)

// Config is what the call options make. A nil Config has no option.
type Config struct {
	call.Options
	Header    []Field
	Query     []Pair
	Params    []Pair
	Meta      func(*call.Call) // of Meta: is told of the end
	ErrorInto any              // a pointer, nil without ErrorInto
	Problems  []error
	Method    string          // of Method
	Body      any             // of Method
	BodyRead  *atomic.Bool    // of Method: a request has been made of body
	Sends     *atomic.Int64   // counts the sends: see package stream
	made      []func(*Config) // that have made it
	Progress  func(done, total int64)
	Spill     int64 // most bytes, 0 = off
	SpillDir  string
	Resume    bool
}

// Pair is a parameter of the query or of the path.
type Pair struct{ Name, Value string }

// Field is a header field of the call. With Add the value is a further one of the
// field, else its only one.
type Field struct {
	Name, Value string
	Add         bool
}

// New merges the options of ctx and then opts. It is nil without any.
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

// FromContext is the options that [NewContext] has put into ctx, nil without any.
func FromContext(ctx context.Context) *Config {
	if ctx == nil {
		return nil
	}
	c, _ := ctx.Value(callkey.Options{}).(*Config)
	return c
}

// apply applies opts and remembers them: options are merged by applying them
// again.
func apply[F ~func(*Config)](o *Config, opts []F) {
	for _, option := range opts {
		if option != nil {
			o.made = append(o.made, option)
			option(o)
		}
	}
}

// Over merges o and then the options of ctx. It is nil without any.
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

// Shared merges options that hold for many calls. Options that belong to one call are
// a problem of every call, which names the function where they were given.
func Shared[F ~func(*Config)](where string, opts []F) *Config {
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

// Of is the options of a call, nil without any.
func Of(record *call.Call) *Config {
	c, _ := record.Options.Caller.(*Config)
	return c
}

// WantsHeader reports whether the caller wants the header of the answer.
func WantsHeader(record *call.Call) bool {
	opts := Of(record)
	return opts != nil && opts.Meta != nil
}

// NewContext is ctx with the options that it has and then opts.
func NewContext[F ~func(*Config)](ctx context.Context, opts []F) context.Context {
	return context.WithValue(ctx, callkey.Options{}, New(ctx, opts))
}

// IsTarget reports whether a value can be decoded into v.
func IsTarget(v any) bool {
	p := reflect.ValueOf(v)
	return p.Kind() == reflect.Pointer && !p.IsNil()
}
