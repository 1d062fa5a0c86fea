package outbound

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/auth"
	"example.com/outbound/internal/callinfo"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
)

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
	c.log = cmp.Or(c.logger, logging.OnDemand()).WithNames(c.secretNames)
	steps := c.steps()
	c.chain, c.shown = link(steps, base), c.names(steps)
	c.settings = callinfo.Settings{
		Client: c.name, BodyIdle: c.bodyIdleTimeout,
		Closing: c.closing, Finish: c.finished, OnBackoff: c.log.Backoff,
	}
	c.shared = len(c.user(middleware.PerCall)) == 0
	if c.pool != nil && c.config.transport.insecure && (old == nil || old.pool != c.pool) {
		c.logger.Warn("certificates are not checked: anybody in between can read and change everything")
	}
	return &Client{c}, nil
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
		call.Options = &opts.Options
		if opts.HasTimeout {
			call.Limit(opts.Options.Timeout)
		}
	}
	return call
}

// finished is told once per call, at its end.
func (c *core) finished(call *callinfo.Call, err error) {
	if opts := optionsOf(call); opts != nil && opts.meta != nil {
		*opts.meta = ResponseMeta{call.Status, call.Header.Clone(), call.Attempts(), call.Elapsed()}
	}
	c.log.Finish(call, err)
	if c.isClosed() { // what was in flight leaves an idle connection behind
		(&edge{c}).CloseIdleConnections()
	}
}
