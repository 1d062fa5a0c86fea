package outbound

import (
	"net/http"
	"time"

	"example.com/outbound/internal/clientconfig"
)

// The defaults of New.
const (
	DefaultTimeout          = 60 * time.Second
	DefaultAttemptTimeout   = 10 * time.Second
	DefaultBodyIdleTimeout  = 30 * time.Second
	DefaultMaxRedirects     = 10
	DefaultMaxResponseBytes = 32 << 20
)

// defaults returns the configuration of New without options.
func defaults() clientconfig.Config {
	return clientconfig.Config{
		Header:          http.Header{},
		UserAgent:       defaultUserAgent,
		Timeout:         clientconfig.Bound{Duration: DefaultTimeout},
		AttemptTimeout:  clientconfig.Bound{Duration: DefaultAttemptTimeout},
		BodyIdleTimeout: clientconfig.Bound{Duration: DefaultBodyIdleTimeout},
		MaxRedirects:    DefaultMaxRedirects,
		MaxResponse:     DefaultMaxResponseBytes,
		Transport:       clientconfig.DefaultTransport,
	}
}
