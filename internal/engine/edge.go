package engine

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/origin"
	"example.com/outbound/internal/request"
)

// edge is the transport that net/http sees: each hop of a call enters the chain
// here and leaves it here.
//
// The core is a named field: the methods of an embedded one would be methods of
// the transport that [Core.NewHTTPClient] gives to callers.
type edge struct {
	core    *Core
	options *callconfig.Config // of every call through the edge, nil without any
	client  *http.Client       // the client that has the edge as its transport, and the cookie jar
}

// CloseIdleConnections closes the idle connections of the base.
func (e *edge) CloseIdleConnections() { e.core.closeIdle() }

// Format prints what [Core.Format] prints.
func (e *edge) Format(f fmt.State, verb rune) { e.core.Format(f, verb) }

// SharesPool reports whether rt is the transport of a client with the same
// connections as e's. It is true of a client without a pool of its own, on the
// base of WithTransport. Package config asks it before it closes connections.
func (e *edge) SharesPool(rt http.RoundTripper) bool {
	o, ok := rt.(*edge)
	return ok && (e.core.pool == nil || e.core.pool == o.core.pool)
}

// NewHTTPClient leaves to net/http what it does well, following redirects, and
// nothing else: whether one may be followed the edge decides.
func (c *Core) NewHTTPClient(opts *callconfig.Config) *http.Client {
	hc := &http.Client{Jar: c.Jar, CheckRedirect: c.checkRedirect}
	hc.Transport = c.TransportFor(hc, opts)
	return hc
}

// TransportFor is the transport of hc. Every call through it has the options.
func (c *Core) TransportFor(hc *http.Client, opts *callconfig.Config) http.RoundTripper {
	return &edge{core: c, options: opts, client: hc}
}

// RoundTrip sends one hop through the chain. The work before and after is in
// other functions: this frame is on the stack while the request is in flight.
func (e *edge) RoundTrip(req *http.Request) (*http.Response, error) {
	record := call.Enter(req, &e.core.Settings, e.optionsOf(req.Context()))
	defer record.CleanUp()
	sent, err := e.enter(record, req)
	if err != nil {
		return nil, e.failed(record, req, err)
	}
	resp, err := e.core.chain.RoundTrip(sent)
	return e.leave(record, req, resp, err)
}

// optionsOf are the options of a call that begins here: those of HTTP, and then those
// of the context.
func (e *edge) optionsOf(ctx context.Context) *call.Options {
	opts := callconfig.FromContext(ctx)
	if e.options != nil {
		opts = e.options.Over(ctx)
	}
	if opts == nil {
		return nil
	}
	return &opts.Options
}

// enter checks a hop and returns the request that passes the chain for it.
func (e *edge) enter(record *call.Call, req *http.Request) (*http.Request, error) {
	if err := e.refusedHop(record, req); err != nil {
		CloseBody(req)
		return nil, err
	}
	if req.Response != nil && req.URL != nil { // hideAddress writes to the URL of net/http
		hop, u := *req, *req.URL
		hop.URL = &u
		req = &hop
	}
	err := e.check(record, req)
	sent, ended := record.Hop(req, e.core.shared)
	if err = cmp.Or(err, ended); err != nil {
		CloseBody(req)
		return nil, err
	}
	if jar := e.client.Jar; jar != nil {
		record.SetJar(jar, jar.Cookies(req.URL))
	}
	if sent, err = e.prepare(record, sent); err != nil {
		CloseBody(req)
		return nil, &httperror.Error{Kind: httperror.Request, Err: err}
	}
	return sent, nil
}

// refusedHop is why a request that a redirect has led to must not be sent, nil if
// it may be.
func (e *edge) refusedHop(record *call.Call, req *http.Request) error {
	if record.EndsAtEntry() || record.Last() == nil { // refused before, or no redirect
		return nil
	}
	resp := req.Response
	if err := e.refusedRedirect(record, record.Last(), resp, req.URL); err != nil {
		return e.redirectError(resp, err)
	}
	return nil
}

// check refuses what cannot be sent, and what would be two requests on a
// connection: net/http finds some of it only once it has dialled.
func (e *edge) check(record *call.Call, req *http.Request) error {
	if e.core.isClosed() {
		return &httperror.Error{Kind: httperror.Closed, Err: call.ErrClosed}
	}
	if opts := callconfig.Of(record); opts != nil {
		if err := opts.CheckFor(record, req); err != nil {
			return &httperror.Error{Kind: httperror.Request, Err: err}
		}
	}
	if err := request.Check(req); err != nil {
		return &httperror.Error{Kind: httperror.Request, Err: err}
	}
	return nil
}

// prepare makes a hop fit for the chain: the verb in upper case, blanks escaped,
// the call's own fields and query where HTTP and Do bring them, after a redirect that
// has dropped the body no field that is about it, and after one to another origin
// nothing that might be a secret.
func (e *edge) prepare(record *call.Call, req *http.Request) (*http.Request, error) {
	if upper := strings.ToUpper(req.Method); upper != req.Method {
		req = call.Writable(req)
		req.Method = upper
	}
	if opts := callconfig.Of(record); opts != nil && !record.HasOptionsApplied() {
		var err error
		if req, err = opts.Put(req, record); err != nil {
			return nil, err
		}
	}
	if strings.IndexByte(req.URL.RawQuery, ' ') >= 0 || strings.IndexByte(req.URL.Opaque, ' ') >= 0 {
		req = callconfig.WithURL(req, func(u *url.URL) {
			u.RawQuery = strings.ReplaceAll(u.RawQuery, " ", "%20")
			u.Opaque = strings.ReplaceAll(u.Opaque, " ", "%20")
		})
	}
	if opts := callconfig.Of(record); opts != nil {
		req = opts.Transfer(record, req)
	}
	if record.Turned() {
		req = call.Writable(req)
		maps.DeleteFunc(req.Header, func(name string, _ []string) bool { return origin.OfContent(name) })
	}
	if record.Crossed() {
		req = e.strip(req)
	}
	return req, nil
}

// strip leaves the fields that may go to another origin. Cookies are the jar's
// for that origin, never the caller's.
func (e *edge) strip(req *http.Request) *http.Request {
	req = call.Writable(req)
	for name := range req.Header {
		if !origin.Harmless(name) && !strings.EqualFold(name, e.core.RequestID) {
			delete(req.Header, name)
		}
	}
	if jar := e.client.Jar; jar != nil {
		for _, c := range jar.Cookies(req.URL) {
			req.AddCookie(c)
		}
	}
	return req
}
