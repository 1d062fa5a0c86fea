package config

// The structs of this package are the file: what its keys are, what they mean
// and what they default to stands in the tags, and the reader, the checks, the
// schema and the explanation all go by them.
//
//	key      the key in a mapping
//	word     the value is this word (of a field that is a bool)
//	text     the value is any other word
//	list     the value is a list
//	one      exactly one of the keys with this tag is given; it names the choice
//	need     the key must be given
//	default  what holds when the key is absent
//	doc      one sentence

// section is a struct whose settings are inherited one by one. Any other is
// inherited whole.
type section interface{ isSection() }

// document is the whole file.
type document struct {
	Schema  *Name             `key:"$schema" doc:"Where an editor finds the schema of this file."`
	Presets map[string]preset `key:"presets" need:"true" doc:"The presets by their names."`
}

// preset is one entry of the file: the options of a client.
type preset struct {
	Extends          *Name           `key:"extends" default:"none" doc:"The preset whose settings hold where this one says nothing: standard, internal_network or another one of the file."`
	BaseURL          *Text           `key:"base_url" default:"none" doc:"What relative paths are appended to. Its origin is the home of the credentials and headers."`
	Headers          map[string]Text `key:"headers" default:"none" doc:"Fields of every request that has none of that name."`
	UserAgent        *Text           `key:"user_agent" default:"outbound/<version>" doc:"The User-Agent field."`
	Timeout          *Duration       `key:"timeout" default:"1m" doc:"Bound on a whole call: attempts, waits, reading the body. 0 means none."`
	AttemptTimeout   *Duration       `key:"attempt_timeout" default:"10s" doc:"Bound on one attempt. A body still in use is never cut by it. 0 means none."`
	BodyIdleTimeout  *Duration       `key:"body_idle_timeout" default:"30s" doc:"Bound on the time without a byte of a response body. 0 means none."`
	Retry            *retrySection   `key:"retry" default:"off" doc:"How failed attempts are repeated."`
	Auth             []authEntry     `key:"auth" default:"none" doc:"Credentials, one entry per set of origins."`
	Proxy            *proxy          `key:"proxy" default:"environment" doc:"The proxy of every request, but for the hosts of NO_PROXY."`
	TLS              *tlsSection     `key:"tls" doc:"Certificates and versions."`
	MaxRedirects     *Count          `key:"max_redirects" default:"10" doc:"How many redirects are followed. 0 returns a redirect as the response."`
	MaxResponseBytes *Size           `key:"max_response_bytes" default:"32MiB" doc:"Bound on the decompressed body that is read into memory."`
	CookieJar        *Flag           `key:"cookie_jar" default:"false" doc:"Keeps cookies in memory between calls, whosoever they are."`
	RequestID        *requestID      `key:"request_id" default:"off" doc:"The field that carries one ID per call."`
	IdempotencyKeys  *Flag           `key:"idempotency_keys" default:"false" doc:"Puts one Idempotency-Key on every POST and PATCH call, which makes them safe to repeat."`
	Logging          *loggingSection `key:"logging" doc:"What the log line of a call has in it. Where it goes is the program's business."`
}

// retrySection is a retry.Policy.
type retrySection struct {
	Off              bool       `word:"off"`
	Attempts         *Attempts  `key:"attempts" default:"4" doc:"Number of sends, the first included."`
	MaxElapsed       *Bound     `key:"max_elapsed" default:"50s" doc:"Time within which waits and further attempts must start."`
	ElapsedMode      *Mode      `key:"elapsed_mode" default:"clip" doc:"What becomes of a wait that ends after max_elapsed: it is cut, the call gives up before it, or it is taken whole."`
	Limits           *limits    `key:"limits" doc:"Retries per class of failure, on top of attempts."`
	Wait             *wait      `key:"wait" default:"{exponential: {base: 1s, factor: 2}}" doc:"The wait after each attempt."`
	Jitter           *jitter    `key:"jitter" default:"full" doc:"How the computed wait is spread."`
	MinWait          *Duration  `key:"min_wait" default:"0s" doc:"The shortest computed wait, after jitter."`
	MaxWait          *Duration  `key:"max_wait" default:"0s" doc:"The longest computed wait, after jitter. 0 means no bound."`
	IgnoreRetryAfter *Flag      `key:"ignore_retry_after" default:"false" doc:"Waits the computed time whatever the server asks for."`
	MaxRetryAfter    *Duration  `key:"max_retry_after" default:"6h" doc:"The longest wait that a server can ask for."`
	Methods          *methods   `key:"methods" default:"idempotent" doc:"The verbs that may be sent twice when the first request may have been processed."`
	When             *condition `key:"when" default:"transient" doc:"Which attempts are repeated."`
	Budget           *budget    `key:"budget" default:"none" doc:"Holds retries back while a whole origin fails."`
	BufferBody       *Buffer    `key:"buffer_body" default:"64KiB" doc:"How much of a body is read inside the attempt, so that one cut off within it is retried."`
}

type limits struct {
	Connect *Count `key:"connect" default:"none" doc:"The name was not resolved, or no connection came about."`
	Read    *Count `key:"read" default:"none" doc:"There was a connection, and no whole response came over it."`
	Status  *Count `key:"status" default:"none" doc:"There was a response."`
	Other   *Count `key:"other" default:"none" doc:"The rest."`
}

type tlsSection struct {
	RootCAs    []Text   `key:"root_cas" default:"the system's" doc:"PEM files with the authorities to trust, and no others."`
	ClientCert *keyPair `key:"client_certificate" default:"none" doc:"The certificate for servers that ask. The files are read again when they change."`
	MinVersion *Version `key:"min_version" default:"1.2" doc:"The lowest version."`
	Insecure   *Flag    `key:"insecure_skip_verify" default:"false" doc:"Does not check certificates: anybody in between can read and change everything."`
}

type loggingSection struct {
	Level    *Level    `key:"level" default:"info" doc:"The level of a successful call."`
	Attempts *Level    `key:"attempts" default:"debug" doc:"The level of the lines before and after each attempt."`
	Params   *Flag     `key:"params" default:"false" doc:"Logs the query, with sensitive values hidden."`
	Bodies   *Size     `key:"bodies" default:"0" doc:"Logs request and error bodies of text types, at most this much of each."`
	Headers  []Name    `key:"headers" default:"none" doc:"Logs headers: the harmless ones, and those of this list, which may be empty."`
	Slow     *Duration `key:"slow" default:"0s" doc:"A success slower than this is a warning. 0 means none is."`
	Sample   *Count    `key:"sample" default:"1" doc:"Logs one in so many successful calls."`
	Curl     *Flag     `key:"curl" default:"false" doc:"Adds the command that repeats the request to the record before each send."`
}

func (*preset) isSection()         {}
func (*retrySection) isSection()   {}
func (*limits) isSection()         {}
func (*tlsSection) isSection()     {}
func (*loggingSection) isSection() {}
