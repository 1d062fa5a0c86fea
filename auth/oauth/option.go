package oauth

import (
	"net/http"
	"time"
)

// Defaults of the sources.
const (
	DefaultTries   = 3
	DefaultTimeout = 10 * time.Second // of one try
)

// Option is a setting of a source.
type Option func(*endpoint)

// HTTPClient sends the requests to the endpoint through c, such as one with a
// proxy or a certificate authority of your organisation. c is copied; redirects
// are not followed, whatever c does. Default: the one under oauth2.HTTPClient in the
// context of the call, else [http.DefaultClient].
func HTTPClient(c *http.Client) Option { return func(e *endpoint) { e.client = c } }

// Tries is how often the endpoint is asked while it cannot be reached or answers
// 429 or 500 to 599. Less than 1 means 1. Default: [DefaultTries].
func Tries(n int) Option { return func(e *endpoint) { e.tries = max(n, 1) } }

// Timeout bounds one try. Zero or less means no bound but that of all of them,
// auth.FetchTimeout. Default: [DefaultTimeout].
func Timeout(d time.Duration) Option { return func(e *endpoint) { e.timeout = d } }
