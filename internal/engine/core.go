// Package engine is the client beneath its public names: it makes the chain of layers,
// lets every hop of a call enter and leave it, follows redirects, decodes answers and
// makes errors of them.
package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"sync"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/auth"
	"example.com/outbound/httperror"
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
	Home     *url.URL // base URL, nil without one
	bindings []auth.Binding
	pool     *transport.Pool   // the built-in base, nil on another one
	base     http.RoundTripper // what the chain stands on
	netHTTP  bool              // it is net/http's: its traces and its texts tell more
	texts    bool              // its errors are net/http's
	chain    http.RoundTripper
	Shown    []string     // Chain
	hc       *http.Client // of Do and the typed calls
	Resty    Resty
	Log      *logging.Logger  // WithLogger's, or one for the calls that ask
	Admit    *admit.Admission // nil without a policy per origin
	Codecs   codec.Set
	codings  *codec.Codings
	Settings call.Settings
	shared   bool // no layer of the user's stands outside retry

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
	c.Shown = c.names(steps)
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

// sameBase reports whether two clients send through the same base.
func sameBase(a, b *Core) bool {
	if a.pool != nil || b.pool != nil || a.Given == b.Given {
		return a.pool == b.pool && a.Given == b.Given
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
func (c *Core) observers() []call.Observer {
	all := []call.Observer{{End: c.finished}, {Backoff: c.Log.Backoff, End: c.Log.Finish}}
	return append(all, watchers(c.Config.Observers)...)
}

func (c *Core) isClosed() bool {
	select {
	case <-c.closing:
		return true
	default:
		return false
	}
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

// finished fills the caller's Meta, and closes the connections of a client that
// is closed: what was in flight leaves an idle one behind.
func (c *Core) finished(record *call.Call, _ error) {
	if opts := callconfig.Of(record); opts != nil {
		if opts.Meta != nil {
			opts.Meta(record)
		}
		if opts.Sends != nil {
			opts.Sends.Add(int64(record.Attempts()))
		}
	}
	if c.isClosed() {
		c.closeIdle()
	}
}

// Close lets further calls fail, and closes idle connections.
func (c *Core) Close() {
	c.close.Do(func() {
		close(c.closing)
		c.Admit.Close()
	})
	c.closeIdle()
}

// closeIdle closes the connections of the base that no call uses.
func (c *Core) closeIdle() {
	if b, ok := c.base.(interface{ CloseIdleConnections() }); ok {
		b.CloseIdleConnections()
	}
}

// ErrNoClient is the error of every call of a client that New has not made.
var ErrNoClient = &httperror.Error{Kind: httperror.Request, Delivery: httperror.NotSent, Err: errors.New("the client was not made by New")}

// Refusing is the transport of a client that New has not made.
type Refusing struct{}

// RoundTrip refuses req.
func (Refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	CloseBody(req)
	return nil, ErrNoClient
}

// Format prints the name of the client and the origin of its base URL, for every verb.
// The transport of HTTP is printed so too.
func (c *Core) Format(f fmt.State, verb rune) {
	name, base := c.ShownAs()
	text := "outbound.Client{" + name
	if name != "" && base != "" {
		text += " "
	}
	text += base + "}"
	if verb == 'q' {
		_, _ = fmt.Fprintf(f, "%q", text)
		return
	}
	_, _ = f.Write([]byte(text))
}

// ShownAs is what may be printed of c: its name, and the origin of its base URL.
func (c *Core) ShownAs() (name, base string) {
	if c == nil {
		return "", ""
	}
	if c.Home != nil {
		base = c.Home.Scheme + "://" + c.Home.Host
	}
	return c.Name, base
}

// ListSettings is every setting that is in force.
func (c *Core) ListSettings() []clientconfig.Setting {
	base := "built in"
	if c.pool == nil {
		base = fmt.Sprintf("%T", c.base)
	}
	return c.List(base)
}
