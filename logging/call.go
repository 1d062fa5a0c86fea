package logging

import (
	"net/http"

	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/redact"
	"example.com/outbound/middleware"
)

// Call is the log layer. It writes the redirects that are followed; the call's
// line is [Logger.Finish]. It is nil if l is.
//
// Stage: call. A hop passes it once, however often it is sent.
func (l *Logger) Call() middleware.Layer {
	if l == nil {
		return nil
	}
	return middleware.Before(func(req *http.Request) (*http.Request, error) {
		if call := callinfo.From(req.Context()); req.Response != nil && !l.demand && l.wants(call) {
			l.redirect(call, req)
		}
		return req, nil
	})
}

// redirect writes that an answer has led to req.
func (l *Logger) redirect(call *callinfo.Call, req *http.Request) {
	e := l.line(call, l.attempts)
	if e == nil {
		return
	}
	if from := req.Response.Request; from != nil {
		target(e, from)
	}
	e.Int("status", req.Response.StatusCode).Str("location", redact.URL(req.URL))
	text(e, "request_id", call.RequestID())
	e.Msg("redirect")
}

// Finish writes the call's line. err is that of the call, nil for an answer; a
// status that is left to the caller counts as the failure that it is.
func (l *Logger) Finish(call *callinfo.Call, err error) {
	if !l.wants(call) {
		return
	}
	l.deprecated(call)
	r := resultOf(call, err)
	took := call.Elapsed()
	slow := l.slow > 0 && took > l.slow && r.kind == ""
	level := l.levelOf(call, r.kind, slow)
	own, ok := l.at(call, level)
	if !ok || l.sampledOut(call, r.kind, slow) {
		return
	}
	e := l.begin(call, level, own)
	if req := call.Last(); req != nil {
		target(e, req)
	}
	r.put(e)
	way := call.Summary()
	e.Int("attempts", way.Attempts)
	text(e, "reason", way.Reason)
	r.putEnd(e)
	millis(e, "duration_ms", took)
	if r.status != 0 {
		e.Int64("bytes", r.bytes)
	}
	text(e, "request_id", call.RequestID())
	text(e, "error", r.text())
	if wait := r.retryAfter(call); wait > 0 {
		millis(e, "retry_after_ms", wait)
	}
	if way.Redirects > 0 {
		e.Int("redirects", way.Redirects)
	}
	if slow {
		e.Bool("slow", true)
	}
	l.content(e, call, r)
	e.Msg(r.message())
}
