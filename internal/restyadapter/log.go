package restyadapter

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/redact"
)

// silent is a logger for resty that writes nothing.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}

// fenceLogger is the logger of resty for the request of a fence. Resty
// only logs that it refuses a setting: that line becomes an error of the request. All
// other lines, as those of SetDebug, go without secrets to the logger of SetLogger, or to
// the log of the client at level debug.
type fenceLogger struct{ *fence }

// Errorf keeps the first error.
func (l fenceLogger) Errorf(format string, args ...any) {
	if l.problem == nil {
		l.problem = &httperror.Error{Kind: httperror.Request, Delivery: httperror.NotSent, Err: redact.Error(refusedSetting(format, args))}
	}
}

// refusedSetting makes an error of what resty logs. Of the methods of a request only
// SetQueryString logs an error.
func refusedSetting(format string, args []any) error {
	if len(args) == 1 {
		if err, ok := args[0].(error); ok {
			return fmt.Errorf("resty refused what was set (a query that cannot be parsed can be sent as part of the path): %w", err)
		}
	}
	return fmt.Errorf("resty refused what was set: "+format, args...)
}

// Warnf writes a line as Debugf does.
func (l fenceLogger) Warnf(format string, args ...any) { l.Debugf(format, args...) }

// Debugf writes a line without secrets.
func (l fenceLogger) Debugf(format string, args ...any) {
	text := redactDebug(l.adapter, fmt.Sprintf(format, args...))
	if l.fence.log != nil {
		l.fence.log.Debugf("%s", text)
		return
	}
	if l.last != nil {
		l.Core.Log.Debug(l.last.call, text)
	}
}

// redactDebug returns text without secrets. In the debug text of a request it redacts the
// request line: seeRequest has redacted the fields and the body before.
func redactDebug(a *adapter, text string) string {
	const head = "~~~ REQUEST ~~~\n"
	before, rest, ok := strings.Cut(text, head)
	if !ok {
		return redact.Masker{Names: a.SecretNames}.Text(text)
	}
	line, rest, _ := strings.Cut(rest, "\n")
	parts := strings.Fields(line)
	for i, part := range parts {
		if u, err := url.Parse(part); i == 1 && err == nil {
			parts[i] = a.SecretNames.URL(u)
		}
	}
	return before + head + strings.Join(parts, "  ") + "\n" + rest
}

// seeRequest returns the callback of OnRequestLog. It calls see, the callback of the
// caller, which may be nil, and then redacts what resty prints.
func (a *adapter) seeRequest(see resty.RequestLogCallback) resty.RequestLogCallback {
	return func(l *resty.RequestLog) error {
		if see != nil {
			if err := see(l); err != nil {
				return &httperror.Error{Kind: httperror.Request, Delivery: httperror.NotSent, Err: redact.Error(err)}
			}
		}
		l.Body = a.printableBody(l.Body, l.Header.Get("Content-Type"))
		l.Header = a.SecretNames.Header(l.Header)
		return nil
	}
}

// seeResponse returns the callback of OnResponseLog. It calls see, the callback of the
// caller, which may be nil, and then redacts what resty prints.
func (a *adapter) seeResponse(see resty.ResponseLogCallback) resty.ResponseLogCallback {
	return func(l *resty.ResponseLog) error {
		if see != nil {
			if err := see(l); err != nil {
				return &httperror.Error{Kind: httperror.Unknown, Err: redact.Error(err)}
			}
		}
		l.Body = a.printableBody(l.Body, l.Header.Get("Content-Type"))
		l.Header = a.SecretNames.Header(l.Header)
		return nil
	}
}

// printableBody returns body without secrets.
func (a *adapter) printableBody(body, mediaType string) string {
	return string(redact.Masker{Names: a.SecretNames}.Body([]byte(body), mediaType))
}
