package logging

import (
	"cmp"
	"log/slog"
	"net/http"
	"strings"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/call"
)

// contextLogger returns the logger of the call's context, nil if it has none that is enabled.
// zerolog.DefaultContextLogger counts only for a Logger without an output.
func (l *Logger) contextLogger(record *call.Call) *zerolog.Logger {
	own := zerolog.Ctx(record.Parent())
	if own.GetLevel() == zerolog.Disabled || !l.demand && own == zerolog.DefaultContextLogger {
		return nil
	}
	return own
}

// enabled reports whether a line at level would be written for call.
func (l *Logger) enabled(record *call.Call, level zerolog.Level) bool {
	_, ok := l.loggerFor(record, level)
	return ok
}

// loggerFor returns the logger for a line of call at level, nil for the logger of l. ok is
// false if the line is not written.
func (l *Logger) loggerFor(record *call.Call, level zerolog.Level) (own *zerolog.Logger, ok bool) {
	own = l.contextLogger(record)
	log, handler := own, slog.Handler(nil)
	if own == nil {
		log, handler = &l.log, l.handler
	}
	return own, level >= log.GetLevel() && level >= zerolog.GlobalLevel() && level < zerolog.Disabled &&
		(handler == nil || handler.Enabled(record.Parent(), slogLevel(level)))
}

// line begins a line of call at level. It returns nil, which takes no fields, if the
// line is not written.
func (l *Logger) line(record *call.Call, level zerolog.Level) *zerolog.Event {
	own, ok := l.loggerFor(record, level)
	if !ok {
		return nil
	}
	return l.begin(record, level, own)
}

// begin begins a line with the logger that loggerFor has returned.
func (l *Logger) begin(record *call.Call, level zerolog.Level, log *zerolog.Logger) *zerolog.Event {
	if log == nil {
		log = &l.log
		if l.handler != nil { // a handler may read the context
			log = l.slogLogger(record)
		}
	}
	e := log.WithLevel(level).Ctx(record.Parent())
	text(e, "client", record.Client)
	text(e, "operation", record.Options.Operation)
	return e
}

// slogLogger returns a logger that writes to the handler of l with the context of call.
func (l *Logger) slogLogger(record *call.Call) *zerolog.Logger {
	bound := l.log.Output(&slogWriter{l.handler, record.Parent()})
	return &bound
}

// target adds the method and the URL of req to e.
func (l *Logger) target(e *zerolog.Event, req *http.Request) {
	var buf [256]byte
	e.Str("method", strings.ToUpper(cmp.Or(req.Method, http.MethodGet)))
	e.Bytes("url", l.names.AppendURL(buf[:0], req.URL))
}

// text adds s to e unless it is empty.
func text(e *zerolog.Event, name, s string) {
	if s != "" {
		e.Str(name, s)
	}
}
