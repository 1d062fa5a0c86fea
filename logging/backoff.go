package logging

import (
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
)

// Backoff writes the line of a retry, before its wait. A call of a client without a
// logger (see [OnDemand]) has no such line.
func (l *Logger) Backoff(record *call.Call, b call.Backoff) {
	if !l.wants(record) || l.demand {
		return
	}
	e := l.line(record, zerolog.InfoLevel)
	if e == nil {
		return
	}
	if req := record.Last(); req != nil {
		l.target(e, req)
	}
	r := result{kind: b.Kind, status: b.Status, err: b.Err}
	r.put(e)
	e.Int("attempt", record.Attempts()).Int("next", record.Attempts()+1)
	millis(e, "duration_ms", lastAttempt(record))
	millis(e, "wait_ms", b.Wait)
	if b.Hold > 0 {
		millis(e, "hold_ms", b.Hold)
	}
	text(e, "request_id", record.RequestID())
	text(e, "error", r.text(l.names))
	e.Msg("retry")
}

// lastAttempt returns the duration of the last attempt of call.
func lastAttempt(record *call.Call) time.Duration {
	history := record.Fill(new(httperror.Error)).History
	if len(history) == 0 {
		return 0
	}
	return history[len(history)-1].Duration
}
