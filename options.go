package outbound

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"
	"github.com/rs/zerolog"

	"example.com/outbound/auth"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/clientconfig"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

type (
	config     = clientconfig.Config
	callConfig = callconfig.Config
)

// Option is a setting of a client. Later options win over earlier ones.
type Option func(*config)

// Options bundles options into one.
func Options(opts ...Option) Option {
	opts = slices.Clone(opts)
	return func(c *config) {
		for _, o := range opts {
			if o != nil {
				o(c)
			}
		}
	}
}

// noted returns o as an option that also notes where the setting comes from: from the
// preset that o is part of, or else from the option.
func noted(setting, option string, o Option) Option {
	return func(c *config) {
		o(c)
		c.Note(setting, option)
	}
}

// from bundles options and notes the preset of that name as the source of their settings.
func from(name string, opts ...Option) Option {
	bundle := Options(opts...)
	return func(c *config) {
		before := c.Source
		c.Source = cmp.Or(name, before)
		bundle(c)
		c.Source = before
	}
}

// WithBaseURL sets the URL that relative paths are appended to: scheme, host and
// perhaps a path. Credentials and default headers are sent to its origin.
// Default: none, every call names an absolute URL.
func WithBaseURL(rawURL string) Option {
	return noted("base_url", "WithBaseURL", func(c *config) { c.BaseURL = rawURL })
}

// WithHeader sets a header on every request that does not have it. A field that
// might carry a secret is sent to the origin of the base URL only. It wins over
// what the client computes (Accept, Content-Type, User-Agent). Host is the host
// name in requests to the base URL. Errors of New are: Host and fields with a
// sensitive name without a base URL; Content-Length; the fields that the
// transport writes (Connection, Transfer-Encoding, …). Default: none.
func WithHeader(name, value string) Option {
	return noted("headers."+http.CanonicalHeaderKey(name), "WithHeader", func(c *config) { c.Header.Set(name, value) })
}

// WithUserAgent sets the User-Agent; "" sends none. Default: outbound/ and the
// [Version].
func WithUserAgent(ua string) Option {
	return noted("user_agent", "WithUserAgent", func(c *config) { c.UserAgent = ua })
}

// WithTimeout bounds a whole call: attempts, waits, reading the body. Zero means
// no bound. Default: [DefaultTimeout].
func WithTimeout(d time.Duration) Option {
	return noted("timeout", "WithTimeout", func(c *config) { c.Timeout = clientconfig.Bound{Duration: d, Given: true} })
}

// WithAttemptTimeout bounds one attempt, until its headers and the part of its
// body that [retry.Policy.BufferBody] reads have arrived. It never ends a body
// that the caller is reading. Zero means no bound. Default:
// [DefaultAttemptTimeout].
func WithAttemptTimeout(d time.Duration) Option {
	return noted("attempt_timeout", "WithAttemptTimeout", func(c *config) { c.AttemptTimeout = clientconfig.Bound{Duration: d, Given: true} })
}

// WithBodyIdleTimeout bounds the time without a byte of a response body. The
// default does not apply to streams; a value that this option sets does. Zero
// means no bound. Default: [DefaultBodyIdleTimeout].
func WithBodyIdleTimeout(d time.Duration) Option {
	return noted("body_idle_timeout", "WithBodyIdleTimeout", func(c *config) { c.BodyIdleTimeout = clientconfig.Bound{Duration: d, Given: true} })
}

// WithRetry repeats failed attempts by the policy p. A nil Budget keeps the
// budget of an earlier WithRetry or of [Standard]; [retry.NoBudget] removes it.
// Default: off.
func WithRetry(p retry.Policy) Option {
	p = p.Clone()
	return noted("retry", "WithRetry", func(c *config) {
		now := p
		if now.Budget != nil {
			c.Note("retry.budget", "WithRetry")
		} else if c.Retry != nil {
			now.Budget = c.Retry.Budget
		}
		c.Retry = &now
	})
}

// WithLogger writes one line per call to l, or to the zerolog logger in the
// context of the call if there is one. Default: off.
func WithLogger(l zerolog.Logger, opts ...logging.Option) Option {
	return noted("log", "WithLogger", func(c *config) { c.Logger = logging.New(l, opts...) })
}

// WithAuth puts the credentials of s on requests to the origins ("https://host",
// "https://*.example.com"), or without origins to that of the base URL.
// Repeatable, with one scheme per set of origins; for an origin that is named
// twice the last scheme is used. Default: none.
func WithAuth(s auth.Scheme, origins ...string) Option {
	return noted("auth", "WithAuth", func(c *config) {
		c.Auth = append(c.Auth, clientconfig.AuthOption{Scheme: s, Origins: slices.Clone(origins)})
	})
}

// WithLayer adds a layer of the user's own to the chain, after the earlier ones
// of its stage. Default: none.
func WithLayer(stage middleware.Stage, name string, l middleware.Layer) Option {
	return noted("layers", "WithLayer", func(c *config) {
		c.Layers = append(c.Layers, clientconfig.UserLayer{Stage: stage, Name: name, Layer: l})
	})
}

// WithMaxRedirects follows at most n redirects, so a call makes at most n+1
// requests without its retries. 0 returns a redirect as the response. Default:
// [DefaultMaxRedirects].
func WithMaxRedirects(n int) Option {
	return noted("max_redirects", "WithMaxRedirects", func(c *config) { c.MaxRedirects = n })
}

// WithMaxResponseBytes bounds the decompressed body that R and the typed calls
// read into memory. Zero means no bound. Default: [DefaultMaxResponseBytes].
func WithMaxResponseBytes(n int64) Option {
	return noted("max_response_bytes", "WithMaxResponseBytes", func(c *config) { c.MaxResponse = n })
}

// WithCookieJar keeps cookies between calls. All callers of the client share
// them. Default: none.
func WithCookieJar(jar http.CookieJar) Option {
	return noted("cookie_jar", "WithCookieJar", func(c *config) { c.Jar = jar })
}

// WithRequestID sends one ID per call in the header, the same on every attempt.
// An ID that the header or the context already has wins. Default: off.
func WithRequestID(header string) Option {
	return noted("request_id", "WithRequestID", func(c *config) { c.RequestID = header })
}

// WithIdempotencyKeys sends one Idempotency-Key with every POST and PATCH call,
// the same on every attempt, so that such calls are retried. Use it if the server
// knows the field. A key that the caller has set wins. Default: off.
func WithIdempotencyKeys() Option {
	return noted("idempotency_keys", "WithIdempotencyKeys", func(c *config) { c.IdempotencyKeys = true })
}

// WithDeadlineHeader tells the server in the field how many milliseconds are left
// for the attempt: the earlier of the bounds of the call and of the attempt, and
// the caller's deadline. Without a bound there is no field. Default: off.
func WithDeadlineHeader(name string) Option {
	return noted("deadline_header", "WithDeadlineHeader", func(c *config) { c.DeadlineHeader = name })
}

// WithResty changes the resty client last. f is called once inside New and With.
// Settings of resty that layers replace (retry, timeouts, redirects, cookies,
// transport) are errors of New. Default: none.
func WithResty(f func(*resty.Client)) Option {
	return noted("resty", "WithResty", func(c *config) { c.TuneResty = append(c.TuneResty, f) })
}

// WithSecretNames adds names to the built-in ones (password, token, …). The value of a
// header field, query parameter, form field, or JSON or XML member with such a name is
// never shown. Upper and lower case, '-' and '_' make no difference.
// Repeatable. Default: the built-in names.
func WithSecretNames(names ...string) Option {
	return noted("secret_names", "WithSecretNames", func(c *config) {
		for _, name := range names {
			if strings.Trim(name, " -_.[]/:") == "" {
				c.Problems = append(c.Problems, errors.New("outbound: WithSecretNames: a name is empty"))
			}
		}
		c.SecretNames = c.SecretNames.With(names...)
	})
}
