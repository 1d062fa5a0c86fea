package outbound

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/retry"
)

// CallOption is a setting of one call. Later options win over earlier ones.
type CallOption func(*callConfig)

// ResponseMeta describes the response of a call, which a typed call does not return, and
// what the call took: see [Meta].
type ResponseMeta struct {
	StatusCode int           // 0 if there was no response
	Header     http.Header   // of the response; the caller's own copy
	Attempts   int           // sends, all hops counted
	Elapsed    time.Duration // of the whole call
	URL        *url.URL      // of the last request, redirects followed; nil if there was no response
	Proto      string        // "HTTP/1.1", "HTTP/2.0"
	Trailer    http.Header   // fields that came after the body, if it was read to its end

	crossed bool // a redirect has left the origin of the call
}

// fill sets m when its call has ended.
func (m *ResponseMeta) fill(record *call.Call) {
	*m = ResponseMeta{StatusCode: record.Status(), Header: record.Header(), Attempts: record.Attempts(), Elapsed: record.Elapsed(), crossed: record.Crossed()}
	if resp := record.Answer(); resp != nil {
		u := *record.Last().URL
		m.URL, m.Proto, m.Trailer = &u, resp.Proto, resp.Trailer.Clone()
	}
}

// Retry repeats failed attempts of this call by the policy p, whatever the policy
// of the client is.
func Retry(p retry.Policy) CallOption {
	p = p.Clone()
	return func(c *callConfig) {
		if err := p.Validate(); err != nil {
			c.Problems = append(c.Problems, fmt.Errorf("Retry: %w", err))
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
			c.Problems = append(c.Problems, fmt.Errorf("Timeout: %v is negative; 0 means no bound", d))
		}
		c.Options.Timeout, c.Options.HasTimeout = d, true
	}
}

// Meta fills m with the status, header, attempts and elapsed time of the call
// when the call ends, whether it succeeded or failed.
func Meta(m *ResponseMeta) CallOption {
	return func(c *callConfig) {
		if c.Meta = nil; m != nil {
			c.Meta = m.fill
		}
	}
}

// ErrorInto decodes the body of an error status into target, a pointer, by the codec
// of its Content-Type: the whole body, at most [WithMaxResponseBytes] of it. The error
// stays the [*HTTPError] of the status, whose Body keeps the first
// [httperror.MaxBody] bytes. A body that is empty, too long, cut off, or no value of
// the target's type leaves target as it is. A *[]byte or *string gets the bytes.
func ErrorInto(target any) CallOption {
	return func(c *callConfig) {
		if !callconfig.IsTarget(target) {
			c.Problems = append(c.Problems, fmt.Errorf("ErrorInto: %T is not a pointer to decode into", target))
			return
		}
		c.ErrorInto = target
	}
}

// Log makes this call log a record before each send, and its line, at the level
// l, whatever the logger of the client does.
func Log(l zerolog.Level) CallOption {
	return func(c *callConfig) { c.Options.Log, c.Options.HasLog = int8(l), true }
}

// AllowStatus makes these statuses results: they are no errors, not retried, and
// logged as successes.
func AllowStatus(codes ...int) CallOption {
	codes = slices.Clone(codes)
	return func(c *callConfig) { c.Options.Allow = append(c.Options.Allow, codes...) }
}

// Operation names the call in logs and errors. Use few different names: "get
// user", not "get user 42".
func Operation(name string) CallOption {
	return func(c *callConfig) { c.Options.Operation = name }
}

// NativeErrors makes [Client.HTTP] return the errors of the base unchanged, after
// retries the error of the last attempt: for code that finds them by type
// assertion or identity. They may quote a URL with its secrets, because they are
// not redacted. Statuses and other entry points do not change.
func NativeErrors() CallOption { return func(c *callConfig) { c.Options.Native = true } }

// Template gives the path of the call before its parameters were filled in
// ("/users/{id}"), for logs, traces and metrics, if other code has built the
// request. Typed calls and R know their templates.
func Template(path string) CallOption {
	return func(c *callConfig) { c.Options.Template = path }
}

// Header sets a header field of this call. It is sent to the first origin only, unless it
// is harmless. It wins over [WithHeader] and over what the client computes. Host replaces
// the host name of the request. Content-Length must be the length of the body; set it for
// a reader whose length is not known. The fields that the transport writes (Connection,
// Transfer-Encoding, …) are refused.
func Header(name, value string) CallOption {
	return func(c *callConfig) { c.Header = append(c.Header, callconfig.Field{Name: name, Value: value}) }
}

// AddHeader adds a further value to a header field of this call: see [Header].
func AddHeader(name, value string) CallOption {
	return func(c *callConfig) {
		c.Header = append(c.Header, callconfig.Field{Name: name, Value: value, Add: true})
	}
}

// Query adds a query parameter, escaped.
func Query(name, value string) CallOption {
	return func(c *callConfig) { c.Query = append(c.Query, callconfig.Pair{Name: name, Value: value}) }
}

// PathParam puts value in place of {name} in the path or the query, escaped for
// that place. "", "." and ".." are refused, because they would name another
// resource.
func PathParam(name, value string) CallOption {
	return func(c *callConfig) { c.Params = append(c.Params, callconfig.Pair{Name: name, Value: value}) }
}

// CallContext returns a context with call options, for users of [Client.HTTP]. The
// options hold for every call that is made with the context itself; the contexts inside
// such a call (those of layers, hooks and token sources) do not have them. Each of these
// calls writes the target of [Meta], and [CheckResponse] that of [ErrorInto]: do not
// share a context with these options among goroutines.
func CallContext(ctx context.Context, opts ...CallOption) context.Context {
	if ctx == nil {
		ctx = context.Background()
	}
	return callconfig.NewContext(ctx, opts)
}
