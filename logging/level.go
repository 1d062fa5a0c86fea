package logging

import (
	"fmt"
	"strings"

	"github.com/rs/zerolog"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
)

// ParseLevel returns the level of a name: trace, debug, info, warn or warning,
// error, fatal, panic, disabled. Case does not matter. Any other name is an
// error.
func ParseLevel(name string) (zerolog.Level, error) {
	switch lower := strings.ToLower(name); lower {
	case "warning":
		return zerolog.WarnLevel, nil
	case "trace", "debug", "info", "warn", "error", "fatal", "panic", "disabled":
		return zerolog.ParseLevel(lower)
	}
	return zerolog.NoLevel, fmt.Errorf("logging: ParseLevel(%q): no such level", name)
}

// levelOf returns the level of the call's line. The call option Log names it;
// otherwise it depends on the kind of failure.
func (l *Logger) levelOf(record *call.Call, kind httperror.Kind, slow bool) zerolog.Level {
	switch {
	case record.Options.HasLog:
		return zerolog.Level(record.Options.Log)
	case slow:
		return zerolog.WarnLevel
	}
	switch kind {
	case "":
		return l.level
	case httperror.Canceled: // the caller wanted it
		return zerolog.DebugLevel
	case httperror.ClientStatus, httperror.RateLimited:
		return zerolog.WarnLevel
	}
	return zerolog.ErrorLevel
}

// sampledOut reports whether Sample leaves out the line of a call that succeeded.
func (l *Logger) sampledOut(record *call.Call, kind httperror.Kind, slow bool) bool {
	return l.sample > 1 && kind == "" && !slow && !record.Options.HasLog && l.successes.Add(1)%l.sample != 1
}
