package outbound

import (
	"bytes"
	"io"
	"net/http"
	"net/url"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/internal/redact"
)

// notRecorded is what GenerateCurlCommand returns where it was not asked for
// before the request was executed: resty would print the request as it was sent.
var notRecorded = "# no curl command: SetDebug and EnableGenerateCurlOnDebug belong before the execution"

// curl is resty's function that makes a curl command, of a request without
// secrets.
func (c *core) curl(create resty.RequestMiddleware) resty.RequestMiddleware {
	return func(rc *resty.Client, r *resty.Request) error {
		*requestCurlResult.of(r) = nil
		if !r.Debug || !*requestCurl.of(r) {
			return nil
		}
		raw := r.RawRequest
		r.RawRequest = c.printable(raw)
		defer func() { r.RawRequest = raw }()
		return create(rc, r)
	}
}

// printable is req without secrets, to be printed and not to be sent.
func (c *core) printable(req *http.Request) *http.Request {
	shown := &http.Request{Method: req.Method, Header: c.secretNames.Header(req.Header)}
	var err error
	if shown.URL, err = url.Parse(c.secretNames.URL(req.URL)); err != nil {
		shown.URL = &url.URL{Scheme: req.URL.Scheme, Host: req.URL.Host}
	}
	if req.GetBody == nil {
		return shown
	}
	if body, err := req.GetBody(); err == nil {
		data, _ := io.ReadAll(body)
		_ = body.Close()
		data = redact.Masker{Names: c.secretNames}.Body(data, req.Header.Get("Content-Type"))
		shown.Body = io.NopCloser(bytes.NewReader(data))
	}
	return shown
}
