package logging

import (
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/callinfo"
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
	told      told
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
