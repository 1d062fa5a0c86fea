package logging

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/rs/zerolog"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
)

// content adds to e what the options ask for of the last request and its response.
func (l *Logger) content(e *zerolog.Event, record *call.Call, r result) {
	if req := record.Last(); req != nil {
		l.query(e, record, req)
	}
	l.header(e, "response_headers", record.Header())
	if l.bodies == 0 {
		return
	}
	l.kept(record).put(e, l.masker(), "")
	if failed, ok := errors.AsType[*httperror.Error](r.err); ok && failed.StatusCode >= 400 {
		bodyOf(record.Header(), failed.Body, l.bodies).put(e, l.masker(), "response_")
	}
}

func (l *Logger) query(e *zerolog.Event, record *call.Call, req *http.Request) {
	if l.params {
		text(e, "params", l.masker().Query(req.URL.RawQuery, l.hides(record)))
	}
}

// header adds h to e as an object: a string for each field, with values that may be
// shown.
func (l *Logger) header(e *zerolog.Event, name string, h http.Header) {
	if l.headers == nil || len(h) == 0 {
		return
	}
	shown := l.names.Header(h, l.headers...)
	fields := zerolog.Dict()
	for _, field := range slices.Sorted(maps.Keys(shown)) {
		fields.Str(field, l.fieldValue(field, strings.Join(shown[field], ", ")))
	}
	e.Dict(name, fields)
}

// fieldValue returns the value of a field that may be shown, without secrets inside
// of it.
func (l *Logger) fieldValue(field, value string) string {
	switch field {
	case "Location", "Content-Location", "Referer":
		return l.names.RawURL(value)
	}
	return l.masker().Text(value)
}
