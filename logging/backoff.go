package logging

import (
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
)

// Backoff writes the line of a retry, before its wait. A call of a client without a
// logger (see [OnDemand]) has no such line.
func (l *Logger) Backoff(call *callinfo.Call, b callinfo.Backoff) {
	if !l.wants(call) || l.demand {
		return
	}
	e := l.line(call, zerolog.InfoLevel)
	if e == nil {
		return
	}
	if req := call.Last(); req != nil {
		l.target(e, req)
	}
	r := result{kind: b.Kind, status: b.Status, err: b.Err}
	r.put(e)
	e.Int("attempt", call.Attempts()).Int("next", call.Attempts()+1)
	millis(e, "duration_ms", lastAttempt(call))
	millis(e, "wait_ms", b.Wait)
	if b.Hold > 0 {
		millis(e, "hold_ms", b.Hold)
	}
	text(e, "request_id", call.RequestID())
	text(e, "error", r.text(l.names))
	e.Msg("retry")
}

// lastAttempt returns the duration of the last attempt of call.
func lastAttempt(call *callinfo.Call) time.Duration {
	history := call.Fill(new(httperror.Error)).History
	if len(history) == 0 {
		return 0
	}
	return history[len(history)-1].Duration
}
