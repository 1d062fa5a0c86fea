package logging

import (
	"cmp"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/redact"
)

// Logger writes the lines of one client. A nil Logger writes none. It is safe
// for concurrent use.
type Logger struct {
	log      zerolog.Logger
	demand   bool         // only calls that ask for it
	handler  slog.Handler // of Slog, nil for another logger
	level    zerolog.Level
	attempts zerolog.Level
	params   bool
	bodies   int
	headers  []string
	slow     time.Duration
	sample   uint64
	curl     bool
	problems []error

	successes atomic.Uint64 // counted for sample
}

// New makes a logger that writes to l, or to the logger of a call's own context
// ([zerolog.Ctx]) where that is enabled, so that what a service knows of its
// request is on the line.
func New(l zerolog.Logger, opts ...Option) *Logger {
	x := &Logger{log: l, handler: handlerOf(l), level: zerolog.InfoLevel, attempts: zerolog.DebugLevel}
	for _, o := range opts {
		if o != nil {
			o(x)
		}
	}
	return x
}

// OnDemand makes a logger without an output of its own, for the calls that ask
// to be logged: they are written to the logger of their context, and all others
// cost nothing.
func OnDemand() *Logger {
	l := New(zerolog.Nop())
	l.demand = true
	return l
}

// Validate reports the problems of the options, all at once.
func (l *Logger) Validate() error {
	if l == nil {
		return nil
	}
	return errors.Join(l.problems...)
}

// Warn writes a warning of the client itself.
func (l *Logger) Warn(text string) {
	if l != nil {
		l.log.Warn().Msg(text)
	}
}

// wants reports whether call is logged at all.
func (l *Logger) wants(call *callinfo.Call) bool {
	return l != nil && call != nil && (!l.demand || call.Options.HasLog)
}

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
	log, handler := l.own(call), slog.Handler(nil)
	if log == nil {
		log, handler = &l.log, l.handler
	}
	return level >= log.GetLevel() && level >= zerolog.GlobalLevel() && level < zerolog.Disabled &&
		(handler == nil || handler.Enabled(call.Parent(), slogLevel(level)))
}

// line begins a line of call at level. It is nil, and takes no field, if it is
// not to be written.
func (l *Logger) line(call *callinfo.Call, level zerolog.Level) *zerolog.Event {
	if !l.enabled(call, level) {
		return nil
	}
	log := l.own(call)
	if log == nil {
		log = &l.log
		if l.handler != nil { // which may look for its own in the context
			bound := l.log.Output(&slogWriter{l.handler, call.Parent()})
			log = &bound
		}
	}
	e := log.WithLevel(level).Ctx(call.Parent())
	text(e, "client", call.Client)
	text(e, "operation", call.Options.Operation)
	return e
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
