package logging

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/rs/zerolog"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/redact"
)

// content adds to e what the options ask for of the last request and its response.
func (l *Logger) content(e *zerolog.Event, call *callinfo.Call, r result) {
	if req := call.Last(); req != nil {
		l.query(e, call, req)
	}
	l.header(e, "response_headers", call.Header)
	if l.bodies == 0 {
		return
	}
	l.kept(call).put(e, "")
	if failed, ok := errors.AsType[*httperror.Error](r.err); ok && failed.StatusCode >= 400 {
		bodyOf(call.Header, failed.Body, l.bodies).put(e, "response_")
	}
}

func (l *Logger) query(e *zerolog.Event, call *callinfo.Call, req *http.Request) {
	if l.params {
		text(e, "params", redact.Query(req.URL.RawQuery, call.Hides))
	}
}

// header adds h to e as an object: a string for each field, with values that may be
// shown.
func (l *Logger) header(e *zerolog.Event, name string, h http.Header) {
	if l.headers == nil || len(h) == 0 {
		return
	}
	shown := redact.Header(h, l.headers...)
	fields := zerolog.Dict()
	for _, field := range slices.Sorted(maps.Keys(shown)) {
		fields.Str(field, fieldValue(field, strings.Join(shown[field], ", ")))
	}
	e.Dict(name, fields)
}

// fieldValue returns the value of a field that may be shown, without secrets inside
// of it.
func fieldValue(field, value string) string {
	switch field {
	case "Location", "Content-Location", "Referer":
		return redact.RawURL(value)
	}
	return redact.Text(value)
}
