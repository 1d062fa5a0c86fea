package outbound

import (
	"time"

	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

// Preset is a named bundle of options, one for each service that an organisation
// calls. Logs and errors show the name. Presets may contain presets, and the
// outermost name wins.
//
//	func Billing() outbound.Option {
//		return outbound.Preset("billing",
//			outbound.Standard(),
//			outbound.WithBaseURL("https://billing.example.com"),
//		)
//	}
func Preset(name string, opts ...Option) Option {
	bundle := from(name, opts...)
	return func(c *config) {
		bundle(c)
		c.Name = name
		c.Note("name", name)
	}
}

// Standard is the preset for most services:
//
//	setting            value                    option
//	call timeout       60 s                     WithTimeout(DefaultTimeout)
//	attempt timeout    10 s                     WithAttemptTimeout(DefaultAttemptTimeout)
//	retry              4 attempts, 1 s · 2ⁿ⁻¹   WithRetry(retry.Policy{…})
//	                   with full jitter, 50 s,
//	                   idempotent methods
//	retry budget       10 tokens, 0.2 back      retry.NewBudget(StandardBudgetTokens, StandardBudgetRatio)
//	request ID         X-Request-Id             WithRequestID("X-Request-Id")
//
// The last attempt may begin at 50 s and ends by 60 s, when many proxies close the
// connection. A client has one budget: when more than a sixth of the requests to an
// origin fail, retries stop until requests succeed again.
func Standard() Option {
	return func(c *config) {
		from("Standard",
			defaultBounds,
			WithRetry(retry.Policy{Budget: retry.NewBudget(StandardBudgetTokens, StandardBudgetRatio)}),
			WithRequestID("X-Request-Id"),
		)(c)
	}
}

// Resilient is [Standard] for a service that may fail or ask for pauses, with
// policies per origin:
//
//	setting      value                             option
//	all of Standard
//	breaker      opens at 5 failures in a row      WithBreaker(breaker.Policy{})
//	             that last 1 s, or half of at
//	             least 20 in 10 s, for 5 s
//	gate         Retry-After and RateLimit hold    WithGate(limit.Gate{})
//	             all callers, at most 60 s
//	concurrency  200 requests in flight, and 100   WithConcurrency(limit.Concurrency{Max: ResilientConcurrency})
//	             in the queue
//
// Add [WithRateLimit] if the service has a quota, and an adaptive concurrency limit
// where it helps: the values of both depend on the service.
func Resilient() Option {
	return from("Resilient",
		Standard(),
		WithBreaker(breaker.Policy{}),
		WithGate(limit.Gate{}),
		WithConcurrency(limit.Concurrency{Max: ResilientConcurrency}),
	)
}

// ResilientConcurrency is the number of requests in flight per origin under
// [Resilient].
const ResilientConcurrency = 200

// defaultBounds sets the bounds of New again. They are not given by name: a
// stream outlasts them.
func defaultBounds(c *config) {
	d := defaults()
	c.Timeout, c.AttemptTimeout = d.Timeout, d.AttemptTimeout
	c.Note("timeout", "Standard")
	c.Note("attempt_timeout", "Standard")
}

// The retry budget of [Standard].
const (
	StandardBudgetTokens = 10
	StandardBudgetRatio  = 0.2
)

// InternalNetwork is [Standard] for hosts inside your own network that no proxy
// reaches and whose certificates no known authority has signed:
//
//	setting            value    option
//	all of Standard
//	proxy              none     WithoutProxy()
//	certificate check  off      WithInsecureSkipVerify()
//
// Without the check anybody on the network path can read and change the traffic.
// The log warns of it once, and Chain shows it. Prefer [WithRootCAs] with the
// authority of your organisation: it needs one file and keeps the check.
func InternalNetwork() Option {
	return from("InternalNetwork", Standard(), WithoutProxy(), WithInsecureSkipVerify())
}

// Untrusted is for addresses that strangers have chosen, such as those of webhooks:
//
//	setting            value         option
//	all of Standard but
//	addresses          public ones   WithGuard()
//	call timeout       10 s          WithTimeout(UntrustedTimeout)
//	attempts           2             WithRetry(retry.Policy{Attempts: UntrustedAttempts, …})
//	redirects          3             WithMaxRedirects(UntrustedRedirects)
//	response           5 MiB         WithMaxResponseBytes(UntrustedResponseBytes)
//
// Credentials, a proxy and a cookie jar must not be used for such addresses:
// [WithAuth], [WithProxy] and [WithCookieJar] beside this preset are errors of New.
func Untrusted() Option {
	return from("Untrusted",
		Standard(),
		WithGuard(),
		WithTimeout(UntrustedTimeout),
		WithRetry(retry.Policy{Attempts: UntrustedAttempts}),
		WithMaxRedirects(UntrustedRedirects),
		WithMaxResponseBytes(UntrustedResponseBytes),
		func(c *config) { c.Untrusted = true },
	)
}

// The values of [Untrusted].
const (
	UntrustedTimeout       = 10 * time.Second
	UntrustedAttempts      = 2
	UntrustedRedirects     = 3
	UntrustedResponseBytes = 5 << 20
)
