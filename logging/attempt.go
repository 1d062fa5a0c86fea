package logging

import (
	"net/http"
	"net/http/httptrace"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
	"example.com/outbound/middleware"
)

// Attempts is the log-attempts layer: a line before each send and one after it.
// It is nil if l is.
//
// Stage: attempt, innermost but for the typing of errors, so that it sees what is
// sent and what it came to.
func (l *Logger) Attempts() middleware.Layer {
	if l == nil {
		return nil
	}
	return func(next http.RoundTripper) http.RoundTripper { return &attempts{next, l} }
}

type attempts struct {
	next http.RoundTripper
	log  *Logger
}

func (a *attempts) RoundTrip(req *http.Request) (*http.Response, error) {
	if a.log.quiet(callinfo.From(req.Context())) {
		return a.next.RoundTrip(req)
	}
	return a.logged(req)
}

// quiet reports whether nothing will be written of an attempt of call, and
// nothing kept for its last line.
func (l *Logger) quiet(call *callinfo.Call) bool {
	return !l.wants(call) || l.bodies == 0 && !call.Options.HasLog && !l.enabled(call, l.attempts)
}

func (a *attempts) logged(req *http.Request) (*http.Response, error) {
	l, call := a.log, callinfo.From(req.Context())
	if l.bodies > 0 && l.enabled(call, zerolog.PanicLevel) { // some line may come
		req = l.readAhead(call, req)
	}
	l.send(call, req)
	if l.demand || !l.enabled(call, l.attempts) {
		return a.next.RoundTrip(req)
	}
	t := &timings{begun: time.Now()}
	resp, err := a.next.RoundTrip(req.WithContext(httptrace.WithClientTrace(req.Context(), t.trace())))
	l.sent(call, req, resp, err, t)
	return resp, err
}

// send writes the record before a send: at the level that the call asks for, else
// at that of the attempts.
func (l *Logger) send(call *callinfo.Call, req *http.Request) {
	level := l.attempts
	if call.Options.HasLog {
		level = zerolog.Level(call.Options.Log)
	}
	e := l.line(call, level)
	if e == nil {
		return
	}
	target(e, req)
	e.Int("attempt", call.Sends())
	text(e, "request_id", call.RequestID())
	l.query(e, call, req)
	l.header(e, "headers", req.Header)
	kept := l.kept(call)
	kept.put(e, "")
	if l.curl {
		text(e, "curl", l.command(call, req, kept))
	}
	e.Msg("send")
}

// sent writes the record after a send.
func (l *Logger) sent(call *callinfo.Call, req *http.Request, resp *http.Response, err error, t *timings) {
	took := time.Since(t.begun)
	e := l.line(call, l.attempts)
	if e == nil {
		return
	}
	target(e, req)
	r := result{err: err}
	if resp != nil {
		r.status, r.kind = resp.StatusCode, call.KindOf(resp)
	} else {
		r.kind = httperror.Classify(err)
	}
	r.put(e)
	e.Int("attempt", call.Sends())
	millis(e, "duration_ms", took)
	text(e, "request_id", call.RequestID())
	text(e, "error", r.text())
	t.put(e)
	if resp != nil {
		text(e, "proto", resp.Proto)
		l.header(e, "response_headers", resp.Header)
	}
	e.Msg("attempt")
}
