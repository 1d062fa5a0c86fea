package outbound

import (
	"errors"
	"net/http"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
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
	if opts != nil && opts.resume && req.Header.Get("Accept-Encoding") == "" {
		req = req.Clone(req.Context())
		req.Header.Set("Accept-Encoding", "identity")
	}
	record := c.begin(req.Context(), opts, "")
	record.EndsAtEdge(false)
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
	if resp.StatusCode != http.StatusSwitchingProtocols {
		record.Deliver(resp, false)
	}
	if opts != nil && opts.resume {
		defer func() { c.resumed(record, resp, opts) }()
	}
	if resp.Request = req; record.Redirects() > 0 || sent.URL != req.URL {
		resp.Request = record.Last().WithContext(req.Context())
	}
	return resp, nil
}
