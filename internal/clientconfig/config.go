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

// Config has the values that the options of a client set.
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
	BaseID          *byte             // identifies the transport of either option: a func cannot be compared
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
	TuneResty       []func(*resty.Client)    // of WithResty
	Policies        admit.Policies           // per origin: breaker, gate, rate, concurrency
	SecretNames     *redact.Names            // of WithSecretNames, nil for the built-in ones
	Observers       []observe.Observer
	sources         map[string]string // where each setting comes from: see [Config.List]
	Source          string            // the preset whose options are being applied, "" outside a preset
	Problems        []error           // of values that an option refuses
}

// Bound is the value of an option that bounds a time.
type Bound struct {
	Duration time.Duration // 0 = no bound
	Given    bool          // an option has set the value: then it holds for streams too
}

// AuthOption has the values of a WithAuth: a scheme, and the origins that it is for.
// Without origins it is for the origin of the base URL.
type AuthOption struct {
	Scheme  auth.Scheme
	Origins []string
}

// UserLayer has the values of a WithLayer: a layer of the user's.
type UserLayer struct {
	Stage middleware.Stage
	Name  string
	Layer middleware.Layer
}

// Clone returns a copy that an option can change without changing c. The copy has no
// problems.
func (c Config) Clone() Config {
	c.Header = c.Header.Clone()
	c.sources = maps.Clone(c.sources)
	c.Auth = slices.Clip(c.Auth)
	c.Layers = slices.Clip(c.Layers)
	c.TuneResty = slices.Clip(c.TuneResty)
	c.Observers = slices.Clip(c.Observers)
	c.OwnCodecs, c.OwnCodings = maps.Clone(c.OwnCodecs), maps.Clone(c.OwnCodings)
	c.Problems = nil
	return c
}

// Note notes where a setting comes from: from the preset that is being applied, or else
// from the option.
func (c *Config) Note(setting, option string) {
	if c.sources == nil {
		c.sources = map[string]string{}
	}
	c.sources[setting] = cmp.Or(c.Source, option)
}

// DefaultTransport is the configuration of a base for which no option was given.
var DefaultTransport = transport.Config{MinTLS: tls.VersionTLS12}
