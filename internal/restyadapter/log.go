package restyadapter

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/redact"
)

// silent is a logger of resty that writes nothing.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}

// restyLog is resty's logger for the request of a fence. What resty only logs, and
// then goes on without, is an error of the request. All else, which is the text of
// SetDebug, becomes lines of the client's own log at debug, or goes to the logger
// of SetLogger, in either case without secrets.
type restyLog struct{ *fence }

// Errorf notes what resty has not done.
func (l restyLog) Errorf(format string, args ...any) {
	if l.problem == nil {
		l.problem = &httperror.Error{Kind: httperror.Request, Delivery: httperror.NotSent, Err: redact.Error(refusedSetting(format, args))}
	}
}

// refusedSetting is the error that resty has logged. Of a request it is always
// that of SetQueryString.
func refusedSetting(format string, args []any) error {
	if len(args) == 1 {
		if err, ok := args[0].(error); ok {
			return fmt.Errorf("resty refused what was set (a query that cannot be parsed can be sent as part of the path): %w", err)
		}
	}
	return fmt.Errorf("resty refused what was set: "+format, args...)
}

// Warnf writes a line.
func (l restyLog) Warnf(format string, args ...any) { l.Debugf(format, args...) }

// Debugf writes a line.
func (l restyLog) Debugf(format string, args ...any) {
	text := redactDebug(l.adapter, fmt.Sprintf(format, args...))
	if l.fence.log != nil {
		l.fence.log.Debugf("%s", text)
		return
	}
	if l.last != nil {
		l.Core.Log.Debug(l.last.call, text)
	}
}

// redactDebug hides the query in the request line of resty's text. The fields and
// the bodies are redacted before resty makes a text of them.
func redactDebug(c *adapter, text string) string {
	const head = "~~~ REQUEST ~~~\n"
	before, rest, ok := strings.Cut(text, head)
	if !ok {
		return redact.Masker{Names: c.SecretNames}.Text(text)
	}
	line, rest, _ := strings.Cut(rest, "\n")
	parts := strings.Fields(line)
	for i, part := range parts {
		if u, err := url.Parse(part); i == 1 && err == nil {
			parts[i] = c.SecretNames.URL(u)
		}
	}
	return before + head + strings.Join(parts, "  ") + "\n" + rest
}

// seeRequest is the callback of OnRequestLog: the caller's, and after it ours,
// which redacts what resty prints.
func (c *adapter) seeRequest(see resty.RequestLogCallback) resty.RequestLogCallback {
	return func(l *resty.RequestLog) error {
		if see != nil {
			if err := see(l); err != nil {
				return &httperror.Error{Kind: httperror.Request, Delivery: httperror.NotSent, Err: redact.Error(err)}
			}
		}
		l.Body = c.printableBody(l.Body, l.Header.Get("Content-Type"))
		l.Header = c.SecretNames.Header(l.Header)
		return nil
	}
}

// seeResponse is the callback of OnResponseLog: the caller's, and after it ours,
// which redacts what resty prints.
func (c *adapter) seeResponse(see resty.ResponseLogCallback) resty.ResponseLogCallback {
	return func(l *resty.ResponseLog) error {
		if see != nil {
			if err := see(l); err != nil {
				return &httperror.Error{Kind: httperror.Unknown, Err: redact.Error(err)}
			}
		}
		l.Body = c.printableBody(l.Body, l.Header.Get("Content-Type"))
		l.Header = c.SecretNames.Header(l.Header)
		return nil
	}
}

func (c *adapter) printableBody(body, contentType string) string {
	return string(redact.Masker{Names: c.SecretNames}.Body([]byte(body), contentType))
}

// notRecorded is what GenerateCurlCommand returns where it was not asked for
// before the request was executed: resty would print the request as it was sent.
var notRecorded = "# no curl command: SetDebug and EnableGenerateCurlOnDebug belong before the execution"

// curl is resty's function that makes a curl command, of a request without
// secrets.
func (c *adapter) curl(create resty.RequestMiddleware) resty.RequestMiddleware {
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
func (c *adapter) printable(req *http.Request) *http.Request {
	shown := &http.Request{Method: req.Method, Header: c.SecretNames.Header(req.Header)}
	var err error
	if shown.URL, err = url.Parse(c.SecretNames.URL(req.URL)); err != nil {
		shown.URL = &url.URL{Scheme: req.URL.Scheme, Host: req.URL.Host}
	}
	if req.GetBody == nil {
		return shown
	}
	if body, err := req.GetBody(); err == nil {
		data, _ := io.ReadAll(body)
		_ = body.Close()
		data = redact.Masker{Names: c.SecretNames}.Body(data, req.Header.Get("Content-Type"))
		shown.Body = io.NopCloser(bytes.NewReader(data))
	}
	return shown
}
