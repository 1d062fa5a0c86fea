package logging

import (
	"github.com/rs/zerolog"

	"example.com/outbound/internal/callinfo"
)

// Backoff writes the line of a retry, before its wait. A call that has only asked
// for its sends and its own line gets none.
func (l *Logger) Backoff(call *callinfo.Call, b callinfo.Backoff) {
	if !l.wants(call) || l.demand {
		return
	}
	e := l.line(call, zerolog.InfoLevel)
	if e == nil {
		return
	}
	if req := call.Last(); req != nil {
		target(e, req)
	}
	r := result{kind: b.Kind, status: b.Status, err: b.Err}
	r.put(e)
	e.Int("attempt", call.Attempts()).Int("next", call.Attempts()+1).Dur("wait", b.Wait)
	text(e, "request_id", call.RequestID())
	text(e, "cause", r.text())
	e.Msg("retry")
}
