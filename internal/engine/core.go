// Package engine implements the client behind the public names of package outbound: it
// builds the chain of layers, checks each hop of a call before and after the chain,
// decides which redirects net/http may follow, decodes responses and makes errors of
// them.
package engine

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/auth"
	"example.com/outbound/internal/address"
	"example.com/outbound/internal/admit"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/clientconfig"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/transport"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
)

// Core is a client: its configuration, and what New has made of it.
type Core struct {
	clientconfig.Config
	Home       *url.URL // the base URL, nil without one
	bindings   []auth.Binding
	pool       *transport.Pool   // of the built-in base, nil on a base of the user's
	base       http.RoundTripper // the innermost RoundTripper, beneath the chain
	netHTTP    bool              // base is a transport of net/http: httptrace tells what of a request was sent
	texts      bool              // base is no such transport but has the errors of net/http: their texts tell the kind
	chain      http.RoundTripper
	LayerNames []string     // what Client.Chain returns
	hc         *http.Client // of Do and the typed calls
	Resty      Resty
	Log        *logging.Logger  // of WithLogger, else the one for calls with the option Log
	Admit      *admit.Admission // nil without a policy per origin
	Codecs     codec.Set        // set by newResty: WithResty may have changed them
	codings    *codec.Codings
	Settings   call.Settings
	shared     bool // a hop and its first attempt share a request: no layer of the user's is outside retry

	closing chan struct{} // closed by Close
	close   sync.Once
}

// Resty is what the engine needs of resty. Package restyadapter implements it.
type Resty interface {
	// NewRequest makes a request of R.
	NewRequest(context.Context, *callconfig.Config) *resty.Request
	// Send lets resty build the request of a typed call, and sends it.
	Send(*Exchange) (*http.Response, error)
	// Receive prepares a response before resty sees it, of R or of a typed call.
	Receive(record *call.Call, resp *http.Response) error
	// PathParams returns the lookup of the path parameters of WithResty, nil without any.
	PathParams() address.Lookup
}

// New makes a client of cfg. The client shares the connection pool of old, unless the
// configuration of the base differs; old is nil where there is no client to share with.
// The error joins all problems of cfg.
func New(cfg clientconfig.Config, old *Core, newResty func(*Core) (Resty, error)) (*Core, error) {
	c := &Core{Config: cfg, closing: make(chan struct{})}
	home, bindings, problems := c.Validate()
	c.Home, c.bindings = home, bindings
	var base http.RoundTripper
	var pool *transport.Pool
	var err error
	recovered := clientconfig.CallUser("WithTransportConfig", func() { base, pool, err = c.makeBase(old) })
	problems = append(problems, recovered, err)
	c.hc = c.NewHTTPClient(nil)
	c.Resty, err = newResty(c)
	if err := clientconfig.Joined(c.Name, append(problems, err)); err != nil {
		return nil, err
	}
	c.base, c.pool = base, pool
	c.Log = cmp.Or(c.Logger, logging.OnDemand()).WithNames(c.SecretNames)
	c.netHTTP, c.texts = pool != nil || isNetHTTP(base), hasNetHTTPErrors(base)
	c.Admit = c.newAdmission(old)
	c.codings = codec.NewCodings(c.OwnCodings, asksForGzip(base, pool))
	steps := c.steps()
	if c.chain, err = link(steps, base); err != nil {
		return nil, clientconfig.Joined(c.Name, []error{err})
	}
	c.LayerNames = c.names(steps)
	c.Settings = call.Settings{
		Owner:        c,
		Client:       c.Name,
		Home:         c.Home,
		Retries:      c.Config.Retry != nil,
		IDField:      c.RequestID,
		BodyIdle:     c.BodyIdleTimeout.Duration,
		NamedTimeout: c.Timeout.Given,
		NamedIdle:    c.BodyIdleTimeout.Given,
		Closing:      c.closing,
		Names:        c.SecretNames,
		KeepHeader:   c.Log.WantsHeader,
		Calls:        new(call.Calls),
		Observers:    c.observers(),
	}
	if c.Admit != nil {
		c.Settings.Hold = c.Admit.Hold
	}
	if pool != nil {
		c.Settings.ProxyOf, c.Settings.HandshakeTimeout = pool.ProxyOf, pool.HandshakeTimeout()
	}
	c.shared = len(c.user(middleware.PerCall)) == 0
	if c.pool != nil && c.Config.Transport.Insecure && (old == nil || old.pool != c.pool) {
		c.Logger.Warn("certificates are not checked: anybody in between can read and change everything")
	}
	return c, nil
}

// Begin makes the record of a call. path is the path or URL that the caller gave, before
// its parameters are put in; "" if the caller has built the request.
func (c *Core) Begin(ctx context.Context, opts *callconfig.Config, path string) *call.Call {
	if ctx == nil {
		ctx = context.Background()
	}
	if opts == nil {
		return call.Begin(ctx, &c.Settings, nil, templateOf(path))
	}
	return call.Begin(ctx, &c.Settings, &opts.Options, templateOf(path))
}

// templateOf returns the path part of a path or URL, without query and fragment.
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

// Close makes further calls fail, ends waits for a retry or in a queue, and closes idle
// connections.
func (c *Core) Close() {
	c.close.Do(func() {
		close(c.closing)
		c.Admit.Close()
	})
	c.closeIdle()
}

// isClosed reports whether Close was called.
func (c *Core) isClosed() bool {
	select {
	case <-c.closing:
		return true
	default:
		return false
	}
}
