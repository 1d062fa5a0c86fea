package outbound

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"sync"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/auth"
	"example.com/outbound/internal/admit"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/transport"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
)

// core is what New makes of a config.
type core struct {
	config
	home     *url.URL // base URL, nil without one
	bindings []auth.Binding
	pool     *transport.Pool   // the built-in base, nil on another one
	base     http.RoundTripper // what the chain stands on
	netHTTP  bool              // it is net/http's: its traces and its texts tell more
	texts    bool              // its errors are net/http's
	chain    http.RoundTripper
	shown    []string     // Chain
	hc       *http.Client // of Do and the typed calls
	rc       *resty.Client
	restyHC  *http.Client     // the model of those that requests of R have, each its own
	sealed   restyHooks       // what New has left of the hooks of rc
	log      *logging.Logger  // WithLogger's, or one for the calls that ask
	admit    *admit.Admission // nil without a policy per origin
	codecs   codec.Set
	codings  *codec.Codings
	settings call.Settings
	shared   bool // no layer of the user's stands outside retry

	closing chan struct{}
	close   sync.Once
}

// build makes a client of cfg, with the pool of old where that may serve both.
func build(cfg config, old *core) (*Client, error) {
	c := &core{config: cfg, closing: make(chan struct{})}
	problems := c.validate()
	var base http.RoundTripper
	var pool *transport.Pool
	var err error
	problems = append(problems, recovered("WithTransportConfig", func() { base, pool, err = c.makeBase(old) }), err)
	c.hc = c.newHTTPClient(nil)
	c.restyHC = c.newRestyHTTP()
	c.rc, err = c.newResty()
	if err := ofClient(c.name, append(problems, err)); err != nil {
		return nil, err
	}
	c.base, c.pool = base, pool
	c.log = cmp.Or(c.logger, logging.OnDemand()).WithNames(c.secretNames)
	c.netHTTP, c.texts = pool != nil || isNetHTTP(base), hasNetHTTPErrors(base)
	c.admit = c.newAdmission(old)
	c.codings = codec.NewCodings(c.ownCodings, asksForGzip(base, pool))
	steps := c.steps()
	if c.chain, err = link(steps, base); err != nil {
		return nil, ofClient(c.name, []error{err})
	}
	c.shown = c.names(steps)
	c.settings = call.Settings{
		Owner:        c,
		Client:       c.name,
		Home:         c.home,
		Retries:      c.config.retry != nil,
		IDField:      c.requestID,
		BodyIdle:     c.bodyIdleTimeout.d,
		NamedTimeout: c.timeout.set,
		NamedIdle:    c.bodyIdleTimeout.set,
		Closing:      c.closing,
		Names:        c.secretNames,
		KeepHeader:   c.log.WantsHeader,
		Calls:        new(call.Calls),
		Observers:    c.observers(),
	}
	if c.admit != nil {
		c.settings.Hold = c.admit.Hold
	}
	if pool != nil {
		c.settings.ProxyOf, c.settings.HandshakeTimeout = pool.ProxyOf, pool.HandshakeTimeout()
	}
	c.shared = len(c.user(middleware.PerCall)) == 0
	if c.pool != nil && c.config.transport.Insecure && (old == nil || old.pool != c.pool) {
		c.logger.Warn("certificates are not checked: anybody in between can read and change everything")
	}
	return &Client{c}, nil
}

// newHTTPClient leaves to net/http what it does well, following redirects, and
// nothing else: whether one may be followed the edge decides.
func (c *core) newHTTPClient(opts *callConfig) *http.Client {
	hc := &http.Client{Jar: c.jar, CheckRedirect: c.checkRedirect}
	hc.Transport = &edge{core: c, options: opts, client: hc}
	return hc
}

// sameBase reports whether two clients send through the same base.
func sameBase(a, b *core) bool {
	if a.pool != nil || b.pool != nil || a.given == b.given {
		return a.pool == b.pool && a.given == b.given
	}
	return reflect.TypeOf(a.base) == reflect.TypeOf(b.base) && reflect.ValueOf(a.base).Comparable() && a.base == b.base
}

// asksForGzip reports whether a base asks for gzip by itself. The chain does so in
// its place.
func asksForGzip(base http.RoundTripper, pool *transport.Pool) bool {
	if pool != nil {
		return pool.AsksForGzip()
	}
	t, is := base.(*http.Transport)
	return is && !t.DisableCompression
}

func isNetHTTP(base http.RoundTripper) bool {
	_, is := base.(*http.Transport)
	return is
}

// hasNetHTTPErrors reports whether a base makes its errors by net/http, as that of
// package mock does.
func hasNetHTTPErrors(base http.RoundTripper) bool {
	b, ok := base.(interface{ NetHTTPErrors() bool })
	return ok && b.NetHTTPErrors()
}

// observers are told of every call: first the caller's Meta is filled, then the
// log has its line, then come those of WithObserver.
func (c *core) observers() []call.Observer {
	all := []call.Observer{{End: c.finished}, {Backoff: c.log.Backoff, End: c.log.Finish}}
	return append(all, watchers(c.config.observers)...)
}

func (c *core) isClosed() bool {
	select {
	case <-c.closing:
		return true
	default:
		return false
	}
}

// begin makes the record of a call. path is the path or URL that the caller has
// named, with its parameters not put in, "" if the caller has built the request.
func (c *core) begin(ctx context.Context, opts *callConfig, path string) *call.Call {
	if ctx == nil {
		ctx = context.Background()
	}
	if opts == nil {
		return call.Begin(ctx, &c.settings, nil, templateOf(path))
	}
	record := call.Begin(ctx, &c.settings, &opts.Options, templateOf(path))
	if opts.foreign {
		record.SetCrossed()
	}
	return record
}

// templateOf is the path in a path or URL, without query and fragment.
func templateOf(path string) string {
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	if _, rest, ok := strings.Cut(path, "://"); ok {
		i := strings.IndexByte(rest, '/')
		if i < 0 {
			return "/"
		}
		return rest[i:]
	}
	return path
}

// finished fills the caller's [Meta], and closes the connections of a client that
// is closed: what was in flight leaves an idle one behind.
func (c *core) finished(record *call.Call, _ error) {
	if opts := optionsOf(record); opts != nil {
		if opts.meta != nil {
			*opts.meta = metaOf(record)
		}
		if opts.sends != nil {
			opts.sends.Add(int64(record.Attempts()))
		}
	}
	if c.isClosed() {
		c.closeIdle()
	}
}

func metaOf(record *call.Call) ResponseMeta {
	m := ResponseMeta{StatusCode: record.Status(), Header: record.Header(), Attempts: record.Attempts(), Elapsed: record.Elapsed(), crossed: record.Crossed()}
	if resp := record.Answer(); resp != nil {
		u := *record.Last().URL
		m.URL, m.Proto, m.Trailer = &u, resp.Proto, resp.Trailer.Clone()
	}
	return m
}

// closeIdle closes the connections of the base that no call uses.
func (c *core) closeIdle() {
	if b, ok := c.base.(interface{ CloseIdleConnections() }); ok {
		b.CloseIdleConnections()
	}
}
