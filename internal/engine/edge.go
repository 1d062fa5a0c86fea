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

// edge is the transport that net/http calls: each hop of a call enters the chain here and
// leaves it here.
//
// The core is a named field: the methods of an embedded one would be methods of the
// transport that [Core.NewHTTPClient] gives to callers.
type edge struct {
	core    *Core
	options *callconfig.Config // of every call through the edge, nil without any
	client  *http.Client       // has this edge as its transport, and the cookie jar
}

// CloseIdleConnections closes the idle connections of the base.
func (e *edge) CloseIdleConnections() { e.core.closeIdle() }

// Format prints what [Core.Format] prints.
func (e *edge) Format(f fmt.State, verb rune) { e.core.Format(f, verb) }

// SharesPool reports whether rt, the transport of another client, uses the same
// connections as e. A client on a base of WithTransport has no pool of its own, and the
// result is true for every other client. Package config asks before it closes idle
// connections.
func (e *edge) SharesPool(rt http.RoundTripper) bool {
	o, ok := rt.(*edge)
	return ok && (e.core.pool == nil || e.core.pool == o.core.pool)
}

// NewHTTPClient makes an http.Client that sends through the chain. Each of its calls has
// the options opts. net/http follows redirects and handles cookies once per hop; the edge
// decides whether a redirect may be followed, and the record handles cookies of each
// attempt.
func (c *Core) NewHTTPClient(opts *callconfig.Config) *http.Client {
	hc := &http.Client{Jar: c.Jar, CheckRedirect: c.checkRedirect}
	hc.Transport = c.TransportFor(hc, opts)
	return hc
}

// TransportFor makes the transport of hc. Each call through it has the options opts.
func (c *Core) TransportFor(hc *http.Client, opts *callconfig.Config) http.RoundTripper {
	return &edge{core: c, options: opts, client: hc}
}

// RoundTrip sends one hop through the chain. The steps before and after the chain are
// functions of their own: this frame is on the stack while the request is in flight.
func (e *edge) RoundTrip(req *http.Request) (*http.Response, error) {
	record := e.recordOf(req)
	defer record.CleanUp()
	sent, err := e.enter(record, req)
	if err != nil {
		return nil, e.failed(record, req, err)
	}
	resp, err := e.core.chain.RoundTrip(sent)
	return e.leave(record, req, resp, err)
}

// recordOf returns the record of the call that a hop belongs to. Options are merged only
// where the call begins.
func (e *edge) recordOf(req *http.Request) *call.Call {
	if record := call.Found(req, &e.core.Settings); record != nil {
		return record
	}
	return call.Enter(req, &e.core.Settings, e.optionsOf(req.Context()))
}

// optionsOf returns the options of a call that begins at the edge: those of HTTP, and
// then those of the context.
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
	if req.Response != nil && req.URL != nil { // hideAddress may write to the URL that net/http has made
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

// refusedHop returns why a request after a redirect must not be sent, nil if it may be
// sent.
func (e *edge) refusedHop(record *call.Call, req *http.Request) error {
	if record.EndsAtEntry() || record.Last() == nil { // e.redirect has checked it, or this is the first hop
		return nil
	}
	resp := req.Response
	if err := e.refusedRedirect(record, record.Last(), resp, req.URL); err != nil {
		return e.redirectError(resp, err)
	}
	return nil
}

// check refuses a request that cannot be sent, or that would be two requests on a
// connection: net/http finds some of these faults only after it has dialled.
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

// prepare returns the request of a hop as it enters the chain:
//
//   - The method is in upper case, and spaces in the query are escaped.
//   - At the entry points HTTP and Do it has the fields, the path parameters, the query
//     and the length of the call's options.
//   - Spill and Progress read its body.
//   - After a redirect that has changed the method to GET it has no field about a body.
//   - After a redirect to another origin it has no field that may be a secret.
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
		req = call.WithURL(req, func(u *url.URL) {
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

// strip removes the fields that may not go to another origin. The cookies of the caller
// are removed too; those that the jar has for that origin are added.
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
