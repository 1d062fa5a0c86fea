package restyadapter

import (
	"bytes"
	"io"
	"net/http"
	"net/url"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/internal/redact"
)

// notRecorded is the result of GenerateCurlCommand if SetDebug and
// EnableGenerateCurlOnDebug are called only after the execution: resty would print the
// request that was sent, with its secrets.
var notRecorded = "# no curl command: SetDebug and EnableGenerateCurlOnDebug belong before the execution"

// curl wraps create, the function of resty that makes the curl command: create gets a
// request without secrets.
func (a *adapter) curl(create resty.RequestMiddleware) resty.RequestMiddleware {
	return func(rc *resty.Client, r *resty.Request) error {
		*requestCurlResult.of(r) = nil
		if !r.Debug || !*requestCurl.of(r) {
			return nil
		}
		raw := r.RawRequest
		r.RawRequest = a.printable(raw)
		defer func() { r.RawRequest = raw }()
		return create(rc, r)
	}
}

// printable returns a copy of req without secrets, which is printed and never sent.
func (a *adapter) printable(req *http.Request) *http.Request {
	shown := &http.Request{Method: req.Method, Header: a.SecretNames.Header(req.Header)}
	var err error
	if shown.URL, err = url.Parse(a.SecretNames.URL(req.URL)); err != nil {
		shown.URL = &url.URL{Scheme: req.URL.Scheme, Host: req.URL.Host}
	}
	if req.GetBody == nil {
		return shown
	}
	if body, err := req.GetBody(); err == nil {
		data, _ := io.ReadAll(body)
		_ = body.Close()
		data = redact.Masker{Names: a.SecretNames}.Body(data, req.Header.Get("Content-Type"))
		shown.Body = io.NopCloser(bytes.NewReader(data))
	}
	return shown
}
