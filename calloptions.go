package outbound

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/callkey"
	"example.com/outbound/retry"
)

// CallOption is a setting of one call. Later options win over earlier ones.
type CallOption func(*callConfig)

// callConfig is what the call options make.
type callConfig struct {
	callinfo.Options
	header   []pair
	query    []pair
	params   []pair
	meta     *ResponseMeta
	problems []error
}

type pair struct{ name, value string }

// ResponseMeta is what a typed call leaves out: see [Meta].
type ResponseMeta struct {
	StatusCode int           // 0 if there was no response
	Header     http.Header   // of the response; the caller's own copy
	Attempts   int           // sends, all hops counted
	Elapsed    time.Duration // of the whole call
}

// Retry repeats this call by p, whatever the client does.
func Retry(p retry.Policy) CallOption {
	p = p.Clone()
	return func(c *callConfig) {
		if err := p.Validate(); err != nil {
			c.problems = append(c.problems, fmt.Errorf("Retry: %w", err))
			return
		}
		c.Options.Retry, c.Options.NoRetry = &p, false
	}
}

// NoRetry sends this call once.
func NoRetry() CallOption {
	return func(c *callConfig) { c.Options.Retry, c.Options.NoRetry = nil, true }
}

// Idempotent says that this call may be sent twice, whatever its method.
func Idempotent() CallOption { return func(c *callConfig) { c.Options.Idempotent = true } }

// Timeout bounds this whole call, like [WithTimeout]. Zero means no bound.
func Timeout(d time.Duration) CallOption {
	return func(c *callConfig) {
		if d < 0 {
			c.problems = append(c.problems, fmt.Errorf("Timeout: %v is negative", d))
		}
		c.Options.Timeout, c.Options.HasTimeout = d, true
	}
}

// Meta fills m with the status, header, attempts and elapsed time of the
// answer, at the end of the call, failed or not.
func Meta(m *ResponseMeta) CallOption { return func(c *callConfig) { c.meta = m } }

// Log makes this call log a record before each send and its line at l, whatever
// the client does.
func Log(l zerolog.Level) CallOption {
	return func(c *callConfig) { c.Options.Log, c.Options.HasLog = int8(l), true }
}

// AllowStatus takes these codes for answers: they are not errors, not retried
// and logged as successes.
func AllowStatus(codes ...int) CallOption {
	codes = slices.Clone(codes)
	return func(c *callConfig) { c.Options.Allow = append(slices.Clone(c.Options.Allow), codes...) }
}

// Operation labels the call in logs and errors. Keep it of low cardinality:
// "get user", not "get user 42".
func Operation(name string) CallOption { return func(c *callConfig) { c.Options.Operation = name } }

// Stream hands the body over unread. The bounds of the call and of the attempt
// end with the headers, the caller's context and [WithBodyIdleTimeout] stay in
// force. A status is still an error.
func Stream() CallOption { return func(c *callConfig) { c.Options.Stream = true } }

// Header sets a header of this call. It goes to the first origin only, unless
// it is a harmless one.
func Header(name, value string) CallOption {
	return func(c *callConfig) { c.header = append(c.header, pair{name, value}) }
}

// Query adds a query parameter, escaped.
func Query(name, value string) CallOption {
	return func(c *callConfig) { c.query = append(c.query, pair{name, value}) }
}

// PathParam puts value, escaped, where the path says {name}. "", "." and ".."
// are refused: they would name another resource.
func PathParam(name, value string) CallOption {
	return func(c *callConfig) { c.params = append(c.params, pair{name, value}) }
}

type optionsKey = callkey.Options

// CallContext returns a context whose calls have the options, for the users of
// [Client.HTTP]. They go along with the context to every call made with it.
func CallContext(ctx context.Context, opts ...CallOption) context.Context {
	if ctx == nil {
		ctx = context.Background()
	}
	return context.WithValue(ctx, optionsKey{}, callOptions(ctx, opts))
}

// callOptions are those of the context and then opts. nil: there are none.
func callOptions(ctx context.Context, opts []CallOption) *callConfig {
	inherited, _ := ctx.Value(optionsKey{}).(*callConfig)
	if len(opts) == 0 {
		return inherited
	}
	c := &callConfig{}
	if inherited != nil {
		*c = *inherited
		c.header, c.query, c.params = slices.Clip(c.header), slices.Clip(c.query), slices.Clip(c.params)
		c.problems = slices.Clip(c.problems)
	}
	for _, o := range opts {
		if o != nil {
			o(c)
		}
	}
	c.Options.Caller = c
	return c
}

// optionsOf are those of a call, nil without any.
func optionsOf(call *callinfo.Call) *callConfig {
	c, _ := call.Options.Caller.(*callConfig)
	return c
}
