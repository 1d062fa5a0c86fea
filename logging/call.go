package logging

import (
	"net/http"

	"example.com/outbound/internal/call"
	"example.com/outbound/middleware"
)

// Call is the log layer. It writes a line for each redirect that is followed;
// [Logger.Finish] writes the call's line. The layer is nil if l is nil, and if l is
// one of [OnDemand], which has no lines of redirects.
//
// Stage: call. Each hop passes the layer once, however often it is sent.
func (l *Logger) Call() middleware.Layer {
	if l == nil || l.demand {
		return nil
	}
	return middleware.Before(func(req *http.Request) (*http.Request, error) {
		if record := call.From(req.Context()); req.Response != nil && l.wants(record) {
			l.redirect(record, req)
		}
		return req, nil
	})
}

// redirect writes the line of a redirect to req.
func (l *Logger) redirect(record *call.Call, req *http.Request) {
	e := l.line(record, l.attempts)
	if e == nil {
		return
	}
	if from := req.Response.Request; from != nil {
		l.target(e, from)
	}
	e.Int("status", req.Response.StatusCode).Str("location", l.names.URL(req.URL))
	text(e, "request_id", record.RequestID())
	e.Msg("redirect")
}

// Finish writes the call's line. err is the error of the call, nil if the caller has
// a response; a response with a status of 400 to 599 that the call does not allow is
// a failure all the same.
func (l *Logger) Finish(record *call.Call, err error) {
	if !l.wants(record) {
		return
	}
	r := resultOf(record, err)
	took := record.Took()
	slow := l.slow > 0 && took > l.slow && r.kind == ""
	level := l.levelOf(record, r.kind, slow)
	own, ok := l.loggerFor(record, level)
	if !ok || l.sampledOut(record, r.kind, slow) {
		return
	}
	e := l.begin(record, level, own)
	if req := record.Last(); req != nil {
		l.target(e, req)
	}
	r.put(e)
	summary := record.Summary()
	e.Int("attempts", summary.Attempts)
	if summary.Redirects > 0 {
		e.Int("redirects", summary.Redirects)
	}
	r.putEnd(e, record, summary.Reason)
	millis(e, "duration_ms", took)
	if summary.Held > 0 {
		millis(e, "held_ms", summary.Held)
	}
	if r.status != 0 {
		e.Int64("bytes", r.bytes)
	}
	text(e, "request_id", record.RequestID())
	text(e, "error", r.text(l.names))
	if wait := r.retryAfter(record); wait > 0 {
		millis(e, "retry_after_ms", wait)
	}
	if slow {
		e.Bool("slow", true)
	}
	l.content(e, record, r)
	e.Msg(r.message())
}
