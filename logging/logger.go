package logging

import (
	"errors"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/redact"
)

// Logger writes the lines of one client. A nil Logger writes none. It is safe
// for concurrent use.
type Logger struct {
	log      zerolog.Logger
	demand   bool         // only calls with the call option Log
	handler  slog.Handler // of a logger that Slog has made, else nil
	level    zerolog.Level
	attempts zerolog.Level
	params   bool
	bodies   int
	headers  []string
	slow     time.Duration
	sample   uint64
	curl     bool
	names    *redact.Names // of secrets, nil for the built-in ones
	problems []error
	opts     []Option

	successes atomic.Uint64 // counted for sample
	warned    warned        // of deprecated resources
}

// New makes a logger that writes to l, or to the logger of the call's context
// ([zerolog.Ctx]) if that is enabled, so that fields of the service's own request are
// on the line.
func New(l zerolog.Logger, opts ...Option) *Logger {
	x := &Logger{log: l, opts: slices.Clone(opts), handler: handlerOf(l), level: zerolog.InfoLevel, attempts: zerolog.DebugLevel}
	for _, o := range opts {
		if o != nil {
			o(x)
		}
	}
	return x
}

// WithNames returns a logger like l that also hides the values of names. It is l if
// names is nil.
func (l *Logger) WithNames(names *redact.Names) *Logger {
	if l == nil || names == nil {
		return l
	}
	x := New(l.log, l.opts...)
	x.demand, x.names = l.demand, names
	return x
}

// masker hides what must not be in a line.
func (l *Logger) masker() redact.Masker { return redact.Masker{Names: l.names} }

// hides returns a function that reports whether the value of a query parameter of
// call is a secret: for its name, or because a scheme has set it.
func (l *Logger) hides(record *call.Call) func(param string) bool {
	return func(param string) bool { return l.names.Param(param) || record.Hides(param) }
}

// OnDemand makes a logger for calls with the call option Log: their lines go to the
// logger of their context. Other calls have no lines and cost nothing.
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

// WantsHeader reports whether the line of a call that succeeds shows fields of the
// response.
func (l *Logger) WantsHeader(record *call.Call) bool {
	if l.headers == nil || !l.wants(record) {
		return false
	}
	_, ok := l.loggerFor(record, l.level)
	return ok || record.Options.HasLog
}

// Warn writes a warning of the client itself.
func (l *Logger) Warn(text string) {
	if l != nil {
		l.log.Warn().Msg(text)
	}
}
