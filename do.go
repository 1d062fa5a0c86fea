package outbound

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/address"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/request"
	"example.com/outbound/internal/upload"
)

var errNoRequest = &HTTPError{Kind: httperror.Request, Delivery: httperror.NotSent, Err: errors.New("there is no request")}

// Do sends one raw request. The error is an [*HTTPError], bare, a status of 400
// to 599 included; the response streams a body of any size, which the caller
// closes. The call's timeout covers reading it, unless [Stream] says otherwise.
// A body fails with an [*HTTPError] too. A URL without scheme and host is relative
// to the base URL. A request body that can seek goes out with its length.
//
// The request goes to [edge.RoundTrip] by way of net/http, once per redirect.
func (c *Client) Do(req *http.Request, opts ...CallOption) (*http.Response, error) {
	if c == nil || c.core == nil {
		closeBody(req)
		return nil, errNoClient
	}
	if req == nil {
		return nil, errNoRequest
	}
	return c.do(req, callOptions(req.Context(), opts))
}

func (c *core) do(req *http.Request, opts *callConfig) (*http.Response, error) {
	if opts != nil && opts.resume {
		req = opts.askUncoded(req)
	}
	record := c.begin(req.Context(), opts, "")
	record.SetEndsAtEntry(false)
	done := false
	defer record.EndUnless(&done)
	resp, err := c.sendRaw(record, req, opts)
	done = true
	return resp, err
}

// sendRaw sends the request of a call of Do.
func (c *core) sendRaw(record *call.Call, req *http.Request, opts *callConfig) (*http.Response, error) {
	if opts != nil && opts.method != "" {
		with, err := c.replaced(record, req, opts)
		if err != nil {
			e := record.Fill(c.bare(record, err))
			record.End(e)
			return nil, e
		}
		req = with
	}
	sent, file, err := c.prepare(record, req)
	if err != nil {
		closeBody(req)
		e := record.Fill(c.bare(record, err))
		record.End(e)
		return nil, e
	}
	defer file.Release()
	resp, err := c.hc.Do(sent)
	if err != nil {
		e := c.bare(record, err)
		record.End(e)
		return nil, e
	}
	if record.KindOf(resp) != "" {
		e := c.statusError(record, resp)
		record.End(e)
		return nil, e
	}
	if opts != nil && opts.isCoded(resp) {
		e := c.undecodable(record, resp, nil, errCoded)
		_ = resp.Body.Close()
		record.End(e)
		return nil, e
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		record.Deliver(resp, false)
	}
	if opts != nil && opts.resume {
		defer func() { c.resumed(record, req, resp, opts) }()
	}
	if resp.Request = req; record.Redirects() > 0 || sent.URL != req.URL {
		resp.Request = record.Last().WithContext(req.Context())
	}
	return resp, nil
}

// Doer returns the client for generated clients and SDKs that take something with
// a Do method. A status that opts do not allow is an error, as through
// [Client.Do]; a generated client that decodes its own error bodies wants
// [Client.HTTP]. The options hold for every call, and those of [CallContext] come
// on top. [Meta], [ErrorInto], [Method] and [Resume] belong to one call: with them
// every call fails with kind request.
func (c *Client) Doer(opts ...CallOption) interface {
	Do(*http.Request) (*http.Response, error)
} {
	return doer{c, sharedOptions("Doer", opts)}
}

type doer struct {
	client  *Client
	options *callConfig
}

func (d doer) Do(req *http.Request) (*http.Response, error) {
	if req == nil || d.client == nil || d.client.core == nil {
		return d.client.Do(req)
	}
	return d.client.do(req, d.options.over(req.Context()))
}

// prepare returns the request that Do sends for req: at the base URL if it is
// relative, and with its length if its body can seek. The file, nil if there is
// none, is released by the caller after the call.
func (c *core) prepare(record *call.Call, req *http.Request) (*http.Request, *upload.Source, error) {
	sent := req.WithContext(record)
	sent.Method = strings.ToUpper(sent.Method) // net/http follows redirects by it
	if u := req.URL; u != nil && u.Scheme == "" && c.home != nil {
		at, err := url.Parse(address.Join(c.baseURL, u.String()))
		if err != nil {
			return nil, nil, requestError(req, errRequest(err))
		}
		if sent.URL = at; req.Host == u.Host {
			sent.Host = at.Host
		}
	}
	var file *upload.Source
	if req.Body != nil && req.GetBody == nil {
		if file = upload.Of(req.Body); file != nil {
			file.Put(sent)
		}
	}
	if sent.Header["Content-Length"] != nil {
		sent.Header = maps.Clone(sent.Header)
		if err := request.TakeLength(sent); err != nil {
			return nil, nil, requestError(req, err)
		}
	}
	return sent, file, nil
}

// requestError is the error of a request that cannot be sent.
func requestError(req *http.Request, err error) *HTTPError {
	e := &HTTPError{Kind: httperror.Request, Method: strings.ToUpper(req.Method), Err: err}
	if req.URL != nil {
		e.URL = redact.URL(req.URL)
	}
	return e
}
