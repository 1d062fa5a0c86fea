package logging

import (
	"cmp"
	"log/slog"
	"net/http"
	"strings"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/redact"
)

// own is the logger of the call's context, nil if there is no enabled one. A
// default of the process is nobody's own: it serves only where l has none.
func (l *Logger) own(call *callinfo.Call) *zerolog.Logger {
	own := zerolog.Ctx(call.Parent())
	if own.GetLevel() == zerolog.Disabled || !l.demand && own == zerolog.DefaultContextLogger {
		return nil
	}
	return own
}

// enabled reports whether a line at level would be written for call.
func (l *Logger) enabled(call *callinfo.Call, level zerolog.Level) bool {
	_, ok := l.at(call, level)
	return ok
}

// at is the logger of a line of call at level, nil for l's own. It is not ok if
// the line is not to be written.
func (l *Logger) at(call *callinfo.Call, level zerolog.Level) (own *zerolog.Logger, ok bool) {
	own = l.own(call)
	log, handler := own, slog.Handler(nil)
	if own == nil {
		log, handler = &l.log, l.handler
	}
	return own, level >= log.GetLevel() && level >= zerolog.GlobalLevel() && level < zerolog.Disabled &&
		(handler == nil || handler.Enabled(call.Parent(), slogLevel(level)))
}

// line begins a line of call at level. It is nil, and takes no field, if it is
// not to be written.
func (l *Logger) line(call *callinfo.Call, level zerolog.Level) *zerolog.Event {
	own, ok := l.at(call, level)
	if !ok {
		return nil
	}
	return l.begin(call, level, own)
}

// begin begins a line with the logger that at has found.
func (l *Logger) begin(call *callinfo.Call, level zerolog.Level, log *zerolog.Logger) *zerolog.Event {
	if log == nil {
		log = &l.log
		if l.handler != nil { // which may look for its own in the context
			log = l.bound(call)
		}
	}
	e := log.WithLevel(level).Ctx(call.Parent())
	text(e, "client", call.Client)
	text(e, "operation", call.Options.Operation)
	return e
}

// bound is l's own logger over its handler, in the context of call.
func (l *Logger) bound(call *callinfo.Call) *zerolog.Logger {
	bound := l.log.Output(&slogWriter{l.handler, call.Parent()})
	return &bound
}

// target puts on e where req goes.
func target(e *zerolog.Event, req *http.Request) {
	var buf [256]byte
	e.Str("method", strings.ToUpper(cmp.Or(req.Method, http.MethodGet)))
	e.Bytes("url", redact.AppendURL(buf[:0], req.URL))
}

// text puts s on e if there is any.
func text(e *zerolog.Event, name, s string) {
	if s != "" {
		e.Str(name, s)
	}
}
