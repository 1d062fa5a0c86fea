package outbound

import (
	"crypto/tls"
	"net/http"
	"time"

	"example.com/outbound/internal/transport"
)

// The defaults of New.
const (
	DefaultTimeout          = 60 * time.Second
	DefaultAttemptTimeout   = 10 * time.Second
	DefaultBodyIdleTimeout  = 30 * time.Second
	DefaultMaxRedirects     = 10
	DefaultMaxResponseBytes = 32 << 20
)

func defaults() config {
	return config{
		header:          http.Header{},
		userAgent:       defaultUserAgent,
		timeout:         bound{d: DefaultTimeout},
		attemptTimeout:  bound{d: DefaultAttemptTimeout},
		bodyIdleTimeout: bound{d: DefaultBodyIdleTimeout},
		maxRedirects:    DefaultMaxRedirects,
		maxResponse:     DefaultMaxResponseBytes,
		transport:       transport.Config{MinTLS: tls.VersionTLS12},
	}
}
