// Package engine is the client beneath its public names: it makes the chain of layers,
// lets every hop of a call enter and leave it, follows redirects, decodes answers and
// makes errors of them.
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
	Home       *url.URL // base URL, nil without one
	bindings   []auth.Binding
	pool       *transport.Pool   // the built-in base, nil on another one
	base       http.RoundTripper // what the chain stands on
	netHTTP    bool              // it is net/http's: its traces and its texts tell more
	texts      bool              // its errors are net/http's
	chain      http.RoundTripper
	LayerNames []string     // Chain
	hc         *http.Client // of Do and the typed calls
	Resty      Resty
	Log        *logging.Logger  // WithLogger's, or one for the calls that ask
	Admit      *admit.Admission // nil without a policy per origin
	Codecs     codec.Set
	codings    *codec.Codings
	Settings   call.Settings
	shared     bool // no layer of the user's stands outside retry

	closing chan struct{}
	close   sync.Once
}

// Resty is what the engine knows of resty, which package restyadapter implements.
type Resty interface {
	NewRequest(context.Context, *callconfig.Config) *resty.Request
	Send(*Exchange) (*http.Response, error)               // sends a typed call in resty's way
	Receive(record *call.Call, resp *http.Response) error // prepares the answer of a request of R
	PathParams() address.Lookup                           // of WithResty, nil without any
}

// New makes a client of cfg. It shares the pool of old, nil without an old client,
// unless the configuration of the base differs. The error joins all problems.
func New(cfg clientconfig.Config, old *Core, newResty func(*Core) (Resty, error)) (*Core, error) {
	c := &Core{Config: cfg, closing: make(chan struct{})}
	home, bindings, problems := c.Validate()
	c.Home, c.bindings = home, bindings
	var base http.RoundTripper
	var pool *transport.Pool
	var err error
	recovered := clientconfig.Recovered("WithTransportConfig", func() { base, pool, err = c.makeBase(old) })
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

// Begin makes the record of a call. path is the path or URL that the caller has
// named, with its parameters not put in, "" if the caller has built the request.
func (c *Core) Begin(ctx context.Context, opts *callconfig.Config, path string) *call.Call {
	if ctx == nil {
		ctx = context.Background()
	}
	if opts == nil {
		return call.Begin(ctx, &c.Settings, nil, templateOf(path))
	}
	return call.Begin(ctx, &c.Settings, &opts.Options, templateOf(path))
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

// Close lets further calls fail, and closes idle connections.
func (c *Core) Close() {
	c.close.Do(func() {
		close(c.closing)
		c.Admit.Close()
	})
	c.closeIdle()
}

func (c *Core) isClosed() bool {
	select {
	case <-c.closing:
		return true
	default:
		return false
	}
}
