package outbound

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"sync"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
)

// HTTPError is a failed call. See package httperror.
type HTTPError = httperror.Error

// Client makes calls. Make one with [New] and share it: it is immutable and safe
// for concurrent use. Calls on a nil or zero Client fail with kind request.
type Client struct{ *core }

// core is what New makes of a config.
type core struct {
	config
	home     *url.URL // base URL, nil without one
	bindings []auth.Binding
	pool     *http.Transport   // the built-in base, nil on another one
	base     http.RoundTripper // what the chain stands on
	chain    http.RoundTripper
	shown    []string // Chain
	hc       *http.Client
	rc       *resty.Client
	log      *logging.Logger // WithLogger's, or one for the calls that ask
	settings callinfo.Settings
	shared   bool // no layer of the user's stands outside retry

	closing chan struct{}
	close   sync.Once
}

// New makes a client. It reports every problem of the options at once (joined,
// as errors.Join does); it reads the files that they name and does no other I/O.
func New(opts ...Option) (*Client, error) {
	cfg := defaults()
	Options(opts...)(&cfg)
	return build(cfg, nil)
}

// With returns a changed copy; c itself never changes. The copy shares the
// connection pool, unless an option changes proxy, TLS or the base.
func (c *Client) With(opts ...Option) (*Client, error) {
	if c == nil || c.core == nil {
		return nil, errNoClient
	}
	cfg := c.config.clone()
	Options(opts...)(&cfg)
	return build(cfg, c.core)
}

// build makes a client of cfg, with the pool of old where that may serve both.
func build(cfg config, old *core) (*Client, error) {
	c := &core{config: cfg, closing: make(chan struct{})}
	problems := c.validate()
	base, pool, err := c.makeBase(old)
	problems = append(problems, err)
	c.hc = c.newHTTPClient()
	c.rc, err = c.newResty()
	if problems = append(problems, err); errors.Join(problems...) != nil {
		return nil, errors.Join(problems...)
	}
	c.base, c.pool = base, pool
	c.log = cmp.Or(c.logger, logging.OnDemand())
	steps := c.steps()
	c.chain, c.shown = link(steps, base), c.names(steps)
	c.settings = callinfo.Settings{
		Client: c.name, BodyIdle: c.bodyIdleTimeout, BodyLimit: c.maxResponse,
		Closing: c.closing, Finish: c.finished, OnBackoff: c.log.Backoff,
	}
	c.shared = len(c.user(middleware.PerCall)) == 0
	if c.pool != nil && c.config.transport.insecure && (old == nil || old.pool != c.pool) {
		c.logger.Warn("certificates are not checked: anybody in between can read and change everything")
	}
	return &Client{c}, nil
}

// Chain returns the names of the active layers, outermost first. The last is
// "transport", or "transport (insecure)" when certificates are not checked.
func (c *Client) Chain() []string {
	if c == nil || c.core == nil {
		return nil
	}
	return slices.Clone(c.shown)
}

// HTTP returns the chain as a standard client, a new one each time, for code
// that wants one. Statuses stay responses: see [CheckResponse]. Call options
// come with the context: see [CallContext].
func (c *Client) HTTP() *http.Client {
	if c == nil || c.core == nil {
		return &http.Client{Transport: refusing{}}
	}
	return c.newHTTPClient()
}

// newHTTPClient leaves to net/http what it does well, following redirects, and
// nothing else: which of them are followed the edge decides.
func (c *core) newHTTPClient() *http.Client {
	return &http.Client{
		Transport: &edge{c},
		Jar:       c.jar,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			if c.maxRedirects == 0 {
				return http.ErrUseLastResponse
			}
			return nil
		},
	}
}

// Close ends the client: further calls fail with kind closed, calls in flight
// finish but do not wait for a retry, idle connections are closed. Copies made
// by With live on. It may be called again and returns nil.
func (c *Client) Close() error {
	if c == nil || c.core == nil {
		return nil
	}
	c.close.Do(func() { close(c.closing) })
	(&edge{c.core}).CloseIdleConnections()
	return nil
}

func (c *core) isClosed() bool {
	select {
	case <-c.closing:
		return true
	default:
		return false
	}
}

// begin makes the record of a call.
func (c *core) begin(ctx context.Context, opts *callConfig) *callinfo.Call {
	if ctx == nil {
		ctx = context.Background()
	}
	call := callinfo.New(ctx)
	call.Settings = &c.settings
	if opts != nil {
		call.Options, call.Caller = &opts.Options, opts
		if opts.HasTimeout {
			call.Limit(opts.Options.Timeout)
		}
	}
	return call
}

// finished is told once per call, at its end.
func (c *core) finished(call *callinfo.Call, err error) {
	if opts, ok := call.Caller.(*callConfig); ok && opts.meta != nil {
		*opts.meta = ResponseMeta{call.Status, call.Header.Clone(), call.Attempts(), call.Elapsed()}
	}
	c.log.Finish(call, err)
	if c.isClosed() { // what was in flight leaves an idle connection behind
		(&edge{c}).CloseIdleConnections()
	}
}

var errNoClient = &HTTPError{Kind: httperror.Request, Err: errors.New("the client was not made by New")}

// refusing is the transport of a client that New has not made.
type refusing struct{}

func (refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return nil, errNoClient
}
