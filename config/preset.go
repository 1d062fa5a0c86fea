package config

import (
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/retry"
)

// The structs below describe the file. Their tags have the keys, their meaning and
// their defaults; the reader, the checks, the schema and Explain all use them.
//
//	key      the key in a mapping
//	as       the row of scalars that its value, or each value of its list, is read by
//	word     the value is one of these words (of a field that is a bool)
//	text     the value is any other word
//	list     the value is a list
//	one      exactly one of the keys with this tag is given; it names the choice
//	need     the key must be given
//	adds     the list is added to the inherited one
//	default  what holds when the key is absent
//	doc      one sentence

// section is a struct whose settings are inherited one by one. All other structs
// are inherited whole.
type section interface{ isSection() }

// document is the whole file.
type document struct {
	Schema  *string           `key:"$schema" as:"name" doc:"Where an editor finds the schema of this file."`
	Presets map[string]preset `key:"presets" need:"true" doc:"The presets by their names."`
}

// preset is one entry of the file: the options of a client.
type preset struct {
	Extends          *string            `key:"extends" as:"name" default:"none" doc:"The preset to inherit from: standard, internal_network, resilient, untrusted or another one of the file. Its settings apply where this preset has none."`
	BaseURL          *string            `key:"base_url" as:"address" default:"none" doc:"The URL that relative paths are appended to. Credentials and headers belong to its origin."`
	Headers          map[string]*string `key:"headers" as:"field" default:"none" doc:"Header fields of every request that does not set them itself. null takes an inherited field away."`
	UserAgent        *string            `key:"user_agent" as:"field" default:"outbound/<version>" doc:"The User-Agent field."`
	Timeout          *time.Duration     `key:"timeout" as:"time" default:"1m" doc:"Bound on a whole call: attempts, waits, reading the body. 0 means none."`
	AttemptTimeout   *time.Duration     `key:"attempt_timeout" as:"time" default:"10s" doc:"Bound on one attempt. A body still in use is never cut by it. 0 means none."`
	BodyIdleTimeout  *time.Duration     `key:"body_idle_timeout" as:"time" default:"30s" doc:"Bound on the time without a byte of a response body. 0 means none."`
	Retry            *retrySection      `key:"retry" default:"off" doc:"How failed attempts are repeated."`
	Breaker          *breakerSection    `key:"breaker" default:"off" doc:"Stops sending to an origin that fails, until a probe finds it well."`
	Gate             *gateSection       `key:"gate" default:"off" doc:"Holds all requests to an origin that asks for a pause."`
	RateLimit        *rate              `key:"rate_limit" default:"off" doc:"Bounds the requests per time to an origin."`
	Concurrency      *concurrency       `key:"concurrency" default:"off" doc:"Bounds the requests to an origin that are in flight."`
	Auth             []authEntry        `key:"auth" default:"none" doc:"Credentials, one entry per set of origins."`
	Proxy            *proxy             `key:"proxy" default:"environment" doc:"The proxy of every request, but for the hosts of NO_PROXY."`
	TLS              *tlsSection        `key:"tls" doc:"Certificates and versions."`
	Guard            *guard             `key:"guard" default:"off" doc:"Connects to public addresses only, checked after the name was resolved and on every redirect: on, or a list of further networks that may be connected to."`
	MaxConnAge       *time.Duration     `key:"max_conn_age" as:"time" default:"0s" doc:"Replaces connections after this time, spread by 10 %, so that a change of DNS is followed. 0 means no bound."`
	Resolver         *resolverOf        `key:"resolver" default:"system" doc:"The DNS server that names are resolved by, by its IP address: 10.0.0.53 or 10.0.0.53:5353."`
	MaxRedirects     *int               `key:"max_redirects" as:"count" default:"10" doc:"How many redirects are followed. 0 returns a redirect as the response."`
	MaxResponseBytes *int64             `key:"max_response_bytes" as:"size" default:"32MiB" doc:"Bound on the decompressed body that is read into memory."`
	Codings          []string           `key:"codings" as:"coding" default:"none" doc:"Content codings that are asked for beside gzip, as zstd and br. The program offers them by config.Coding."`
	CookieJar        *bool              `key:"cookie_jar" as:"flag" default:"false" doc:"Keeps cookies in memory between calls. All users of the client share them."`
	RequestID        *fieldName         `key:"request_id" default:"off" doc:"The field that carries one ID per call."`
	DeadlineHeader   *fieldName         `key:"deadline_header" default:"off" doc:"The field that tells the server how many milliseconds are left for the attempt."`
	IdempotencyKeys  *bool              `key:"idempotency_keys" as:"flag" default:"false" doc:"Puts one Idempotency-Key on every POST and PATCH call, which makes them safe to repeat."`
	SecretNames      []string           `key:"secret_names" as:"name" adds:"true" default:"none" doc:"Names of fields, parameters and members whose values are never shown, on top of the built-in ones and of those that are inherited."`
	Logging          *loggingSection    `key:"logging" doc:"The content of the log line of a call. The program chooses where the log is written."`

	Untrusted bool // the preset is, or extends, the built-in one of that name
}

// retrySection is a retry.Policy.
type retrySection struct {
	Off              bool               `word:"off"`
	Attempts         *int               `key:"attempts" as:"attempts" default:"4" doc:"Number of sends, the first included."`
	MaxElapsed       *time.Duration     `key:"max_elapsed" as:"bound" default:"50s" doc:"Time within which waits and further attempts must start."`
	ElapsedMode      *retry.ElapsedMode `key:"elapsed_mode" as:"mode" default:"clip" doc:"What happens to a wait that ends after max_elapsed: it is shortened (clip), the call gives up instead (before), or it is taken whole (after)."`
	Limits           *limits            `key:"limits" doc:"Retries per class of failure, on top of attempts."`
	Wait             *wait              `key:"wait" default:"{exponential: {base: 1s, factor: 2}}" doc:"The wait after each attempt."`
	Jitter           *jitter            `key:"jitter" default:"full" doc:"How the computed wait is spread."`
	MinWait          *time.Duration     `key:"min_wait" as:"time" default:"0s" doc:"The shortest computed wait, after jitter."`
	MaxWait          *time.Duration     `key:"max_wait" as:"time" default:"0s" doc:"The longest computed wait, after jitter. 0 means no bound."`
	IgnoreRetryAfter *bool              `key:"ignore_retry_after" as:"flag" default:"false" doc:"Waits the computed time whatever the server asks for."`
	MaxRetryAfter    *time.Duration     `key:"max_retry_after" as:"time" default:"6h" doc:"The longest wait that a server can ask for."`
	Methods          *methods           `key:"methods" default:"idempotent" doc:"The verbs that may be sent twice when the first request may have been processed."`
	When             *condition         `key:"when" default:"transient" doc:"Which attempts are repeated."`
	Budget           *budget            `key:"budget" default:"none" doc:"Stops retries while most requests to an origin fail. off takes an inherited budget away."`
	BufferBody       *int64             `key:"buffer_body" as:"buffer" default:"64KiB" doc:"How much of a response body is read inside the attempt, so that a body cut off within it is retried."`
}

type limits struct {
	Connect *int `key:"connect" as:"count" default:"none" doc:"The name was not resolved, or no connection was made."`
	Read    *int `key:"read" as:"count" default:"none" doc:"There was a connection, and no complete response arrived."`
	Status  *int `key:"status" as:"count" default:"none" doc:"There was a response."`
	Other   *int `key:"other" as:"count" default:"none" doc:"Every other failure."`
}

type tlsSection struct {
	RootCAs    []string `key:"root_cas" as:"text" default:"the system's" doc:"PEM files with the authorities to trust, and no others."`
	ClientCert *keyPair `key:"client_certificate" default:"none" doc:"The certificate for servers that ask. The files are read again when they change."`
	MinVersion *uint16  `key:"min_version" as:"tls" default:"1.2" doc:"The lowest version."`
	Insecure   *bool    `key:"insecure_skip_verify" as:"flag" default:"false" doc:"Does not check certificates: anyone who controls the network can read and change everything."`
}

type loggingSection struct {
	Level    *zerolog.Level `key:"level" as:"level" default:"info" doc:"The level of a successful call."`
	Attempts *zerolog.Level `key:"attempts" as:"level" default:"debug" doc:"The level of the lines before and after each attempt."`
	Params   *bool          `key:"params" as:"flag" default:"false" doc:"Logs the query, with sensitive values hidden."`
	Bodies   *int64         `key:"bodies" as:"size" default:"0" doc:"Logs request and error bodies of text types, at most this much of each."`
	Headers  []string       `key:"headers" as:"name" default:"none" doc:"Logs headers: the harmless ones, and those of this list, which may be empty."`
	Slow     *time.Duration `key:"slow" as:"time" default:"0s" doc:"A success slower than this is a warning. 0 means none is."`
	Sample   *int           `key:"sample" as:"count" default:"1" doc:"Logs one in so many successful calls."`
	Curl     *bool          `key:"curl" as:"flag" default:"false" doc:"Adds the command that repeats the request to the record before each send."`
}

func (*preset) isSection()         {}
func (*retrySection) isSection()   {}
func (*limits) isSection()         {}
func (*tlsSection) isSection()     {}
func (*loggingSection) isSection() {}
