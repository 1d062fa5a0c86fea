package engine

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/address"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/content"
	"example.com/outbound/internal/request"
	"example.com/outbound/internal/upload"
)

// Do makes a call of Client.Do.
func (c *Core) Do(req *http.Request, opts *callconfig.Config) (*http.Response, error) {
	if opts != nil && opts.Resume {
		req, opts = opts.AskUncoded(req)
	}
	record := c.Begin(req.Context(), opts, "")
	record.SetEndsAtEntry()
	done := false
	defer record.EndUnless(&done)
	resp, err := c.sendRaw(record, req, opts)
	done = true
	return resp, err
}

// sendRaw sends req and ends the call, or leaves its end to the body of the response.
func (c *Core) sendRaw(record *call.Call, req *http.Request, opts *callconfig.Config) (*http.Response, error) {
	if opts != nil && opts.Method != "" {
		with, err := c.replaced(record, req, opts)
		if err != nil {
			e := record.Fill(c.CallError(record, err))
			record.End(e)
			return nil, e
		}
		req = with
	}
	sent, file, err := c.located(record, req)
	if err != nil {
		CloseBody(req)
		e := record.Fill(c.CallError(record, err))
		record.End(e)
		return nil, e
	}
	defer file.Release()
	resp, err := c.hc.Do(sent)
	if err != nil {
		e := c.CallError(record, err)
		record.End(e)
		return nil, e
	}
	if record.KindOf(resp) != "" {
		e := c.statusError(record, resp)
		record.End(e)
		return nil, e
	}
	if opts != nil && opts.IsCoded(resp) {
		e := c.Undecodable(record, resp, nil, errCoded)
		_ = resp.Body.Close()
		record.End(e)
		return nil, e
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		record.Deliver(resp, false)
	}
	if resp.Request = req; record.Redirects() > 0 || sent.URL != req.URL {
		resp.Request = record.Last().WithContext(req.Context())
	}
	if opts != nil && opts.Resume {
		c.resumed(record, req, resp, opts)
	}
	return resp, nil
}

// located returns the request that Do sends for req: with the base URL before a relative
// URL, and with the length of a body that can seek. The caller releases the file, nil if
// there is none, after the call.
func (c *Core) located(record *call.Call, req *http.Request) (*http.Request, *upload.Source, error) {
	sent := req.WithContext(record)
	sent.Method = strings.ToUpper(sent.Method) // net/http compares it when it follows a redirect
	if u := req.URL; u != nil && u.Scheme == "" && c.Home != nil {
		at, err := url.Parse(address.Join(c.BaseURL, u.String()))
		if err != nil {
			return nil, nil, requestError(req, withoutURLText(err))
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

// replaced returns a copy of req with the verb and the body of the option Method. It
// closes the body of req.
func (c *Core) replaced(record *call.Call, req *http.Request, o *callconfig.Config) (*http.Request, error) {
	CloseBody(req)
	if content.HasReaders(o.Body) && o.BodyRead.Swap(true) {
		return nil, &httperror.Error{Kind: httperror.Request, Err: errMethodBody}
	}
	encoded, err := content.Encode(o.Body, o, c.Header, &c.Codecs)
	if err != nil {
		content.Close(o.Body)
		return nil, &httperror.Error{Kind: httperror.Request, Err: err}
	}
	record.AtEnd(encoded.Release)
	with, err := http.NewRequestWithContext(req.Context(), o.Method, "http://unused/", encoded.Reader())
	if err != nil {
		content.Close(o.Body)
		return nil, &httperror.Error{Kind: httperror.Request, Err: request.ErrMethod}
	}
	if err := encoded.Put(with, nil); err != nil {
		return nil, &httperror.Error{Kind: httperror.Request, Err: err}
	}
	req = req.Clone(req.Context())
	if req.Header == nil { // as http.Client.Do allows
		req.Header = http.Header{}
	}
	req.Method, req.Body, req.GetBody, req.ContentLength = with.Method, with.Body, with.GetBody, with.ContentLength
	return req, encoded.SetType(req.Header)
}

var (
	errMethodBody = errors.New("Method: the body is a reader, which the request before has read: a value, a []byte or a string can be sent again")
	errCoded      = errors.New("the answer has a content coding that cannot be decoded, and was asked for without one")
)
