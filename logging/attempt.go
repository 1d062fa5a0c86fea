package logging

import (
	"net/http"
	"net/http/httptrace"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/middleware"
)

// Attempts is the log-attempts layer: a line before each send and one after it.
// The layer is nil if l is nil.
//
// Stage: attempt, outside of classify only: the layer sees the request as it is sent,
// but for an Accept-Encoding of the client, and the response decoded or the error with
// its kind.
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

// RoundTrip is kept small: its frame is on the stack while the request is in flight.
func (a *attempts) RoundTrip(req *http.Request) (*http.Response, error) {
	if !a.log.quiet(call.From(req.Context())) {
		return a.logged(req)
	}
	resp, err := a.next.RoundTrip(req)
	return a.seen(req, resp, err)
}

// seen warns of a response that says that the resource is going to be removed.
func (a *attempts) seen(req *http.Request, resp *http.Response, err error) (*http.Response, error) {
	if resp != nil && isDeprecated(resp.Header) {
		a.log.deprecated(call.From(req.Context()), req, resp.Header)
	}
	return resp, err
}

// quiet reports whether no line is written for the attempts of a call, and the line of
// the call needs nothing that they would gather.
func (l *Logger) quiet(record *call.Call) bool {
	return !l.wants(record) || l.bodies == 0 && !record.Options.HasLog && !l.enabled(record, l.attempts)
}

// wants reports whether the call is logged at all.
func (l *Logger) wants(record *call.Call) bool {
	return l != nil && record != nil && (!l.demand || record.Options.HasLog)
}

func (a *attempts) logged(req *http.Request) (*http.Response, error) {
	l, record := a.log, call.From(req.Context())
	if l.bodies > 0 && l.enabled(record, zerolog.PanicLevel) { // a line may be written
		req = l.readAhead(record, req)
	}
	l.send(record, req)
	if l.demand || !l.enabled(record, l.attempts) {
		resp, err := a.next.RoundTrip(req)
		return a.seen(req, resp, err)
	}
	t := &timings{begun: time.Now()}
	resp, err := a.next.RoundTrip(req.WithContext(httptrace.WithClientTrace(req.Context(), t.trace())))
	l.sent(record, req, resp, err, t)
	return a.seen(req, resp, err)
}

// send writes the line before an attempt: at the level that the call option Log
// names, else at the level of attempts.
func (l *Logger) send(record *call.Call, req *http.Request) {
	level := l.attempts
	if record.Options.HasLog {
		level = zerolog.Level(record.Options.Log)
	}
	e := l.line(record, level)
	if e == nil {
		return
	}
	l.target(e, req)
	e.Int("attempt", record.Sends())
	text(e, "request_id", record.RequestID())
	l.query(e, record, req)
	l.header(e, "headers", req.Header)
	kept := l.kept(record)
	kept.put(e, l.masker(), "")
	if l.curl {
		text(e, "curl", l.command(record, req, kept))
	}
	e.Msg("send")
}

// sent writes the line after an attempt.
func (l *Logger) sent(record *call.Call, req *http.Request, resp *http.Response, err error, t *timings) {
	took := time.Since(t.begun)
	e := l.line(record, l.attempts)
	if e == nil {
		return
	}
	l.target(e, req)
	r := result{err: err}
	if resp != nil {
		r.status, r.kind = resp.StatusCode, record.KindOf(resp)
	} else {
		r.kind = httperror.Classify(err)
	}
	r.put(e)
	e.Int("attempt", record.Sends())
	millis(e, "duration_ms", took)
	text(e, "request_id", record.RequestID())
	text(e, "error", r.text(l.names))
	t.put(e)
	if resp != nil {
		text(e, "proto", resp.Proto)
		l.header(e, "response_headers", resp.Header)
	}
	e.Msg("attempt")
}
