package logging

import (
	"context"
	"log/slog"
	"time"

	"github.com/rs/zerolog"
)

type handlerKey struct{}

// Slog returns a logger for WithLogger that hands every record to l's handler,
// with the same names, as typed attributes: numbers, booleans, groups. Records
// that the handler is not enabled for are not built. The handler gets the context
// of the call.
//
//	trace -8, debug -4, info 0, warn 4, error 8, fatal 12, panic 16
func Slog(l *slog.Logger) zerolog.Logger {
	h := l.Handler()
	ctx := context.WithValue(context.Background(), handlerKey{}, h)
	return zerolog.New(&slogWriter{h, ctx}).With().Ctx(ctx).Logger().Hook(clock{})
}

// handlerOf returns the handler of a logger that Slog has made, nil for any other.
func handlerOf(l zerolog.Logger) slog.Handler {
	l = l.Sample(nil).Level(zerolog.TraceLevel) // the sampler must not count this event
	h, _ := l.Log().GetCtx().Value(handlerKey{}).(slog.Handler)
	return h
}

// clock adds the time to a record with nanoseconds, whatever zerolog.TimeFieldFormat
// is.
type clock struct{}

func (clock) Run(e *zerolog.Event, _ zerolog.Level, _ string) {
	e.Str(zerolog.TimestampFieldName, time.Now().Format(time.RFC3339Nano))
}

// slogLevel returns the level of slog for a level of zerolog.
func slogLevel(l zerolog.Level) slog.Level {
	if l == zerolog.NoLevel {
		return slog.LevelInfo
	}
	return slog.Level(4 * (int(l) - int(zerolog.InfoLevel)))
}

// slogWriter is an output of zerolog that writes to a handler.
type slogWriter struct {
	handler slog.Handler
	ctx     context.Context
}

// Write writes a record without a level.
func (w *slogWriter) Write(p []byte) (int, error) { return w.WriteLevel(zerolog.NoLevel, p) }

// WriteLevel writes the record that zerolog has written to p.
func (w *slogWriter) WriteLevel(l zerolog.Level, p []byte) (int, error) {
	level := slogLevel(l)
	if !w.handler.Enabled(w.ctx, level) {
		return len(p), nil
	}
	return len(p), w.handler.Handle(w.ctx, record(level, p))
}
