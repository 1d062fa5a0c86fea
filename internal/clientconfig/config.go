// Package clientconfig has the options of a client: what they are, their problems, and
// the list of the settings in force.
package clientconfig

import (
	"cmp"
	"crypto/tls"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/auth"
	"example.com/outbound/internal/admit"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/transport"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
	"example.com/outbound/observe"
	"example.com/outbound/retry"
)

// Config is what the options of a client make.
type Config struct {
	Name            string // of the outermost preset
	BaseURL         string
	Header          http.Header
	UserAgent       string
	Timeout         Bound
	AttemptTimeout  Bound
	BodyIdleTimeout Bound
	Retry           *retry.Policy
	Logger          *logging.Logger
	Auth            []AuthOption
	Layers          []UserLayer
	Base            http.RoundTripper // of WithTransport
	Mock            http.RoundTripper // of WithMockTransport
	Given           *byte             // the identity of either: a func cannot be compared
	Transport       transport.Config
	MaxRedirects    int
	MaxResponse     int64
	Jar             http.CookieJar
	RequestID       string
	DeadlineHeader  string
	Untrusted       bool // the preset Untrusted
	IdempotencyKeys bool
	JSON            codec.Codec              // of WithJSON
	OwnCodecs       map[string]codec.Codec   // of WithCodec, by media type
	OwnCodings      map[string]codec.Decoder // of WithCoding, by name
	Resty           []func(*resty.Client)
	Policies        admit.Policies // per origin: breaker, gate, rate, concurrency
	SecretNames     *redact.Names  // of WithSecretNames, nil for the built-in ones
	Observers       []observe.Observer
	sources         map[string]string // where each setting comes from: see Settings
	Source          string            // of the options that are being applied, "" outside a preset
	Problems        []error           // of options that cannot be taken at all
}

// Bound is a duration and whether it was given by name: then it holds for streams
// too.
type Bound struct {
	Duration time.Duration
	Given    bool
}

// AuthOption is a WithAuth: a scheme and the origins that it is for, none: that of the
// base URL.
type AuthOption struct {
	Scheme  auth.Scheme
	Origins []string
}

// UserLayer is a WithLayer: a layer of the caller's.
type UserLayer struct {
	Stage middleware.Stage
	Name  string
	Layer middleware.Layer
}

// Clone is a copy that shares nothing an option changes.
func (c Config) Clone() Config {
	c.Header = c.Header.Clone()
	c.sources = maps.Clone(c.sources)
	c.Auth = slices.Clip(c.Auth)
	c.Layers = slices.Clip(c.Layers)
	c.Resty = slices.Clip(c.Resty)
	c.Observers = slices.Clip(c.Observers)
	c.OwnCodecs, c.OwnCodings = maps.Clone(c.OwnCodecs), maps.Clone(c.OwnCodings)
	c.Problems = nil
	return c
}

func (c *Config) Note(setting, option string) {
	if c.sources == nil {
		c.sources = map[string]string{}
	}
	c.sources[setting] = cmp.Or(c.Source, option)
}

// DefaultTransport is the configuration of a base for which no option was given.
var DefaultTransport = transport.Config{MinTLS: tls.VersionTLS12}
