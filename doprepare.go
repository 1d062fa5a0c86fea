package outbound

import (
	"maps"
	"net/http"
	"net/url"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/upload"
)

// prepare returns the request that Do sends for req: at the base URL if it is
// relative, and with its length if its body can seek. The file, nil if there is
// none, is released by the caller after the call.
func (c *core) prepare(record *call.Call, req *http.Request) (*http.Request, *upload.Source, error) {
	sent := req.WithContext(record)
	if u := req.URL; u != nil && u.Scheme == "" && c.home != nil {
		at, err := url.Parse(join(c.baseURL, u.String()))
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
		if err := takeLength(sent); err != nil {
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
