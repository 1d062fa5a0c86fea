package stream

import (
	"context"
	"errors"
	"io"
	"iter"
	"math/rand/v2"
	"mime"
	"net/http"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// Event is a server-sent event.
type Event struct {
	ID    string        // of this event, or of the last one before it that had one
	Type  string        // "message" if the server names none
	Data  string        // lines are joined with LF
	Retry time.Duration // the wait before a reconnect that the server asks for in this event, 0 if it does not
}

// The waits before a reconnect: the one before the server asks for another, and the
// longest one while connecting fails.
const (
	DefaultReconnect = 3 * time.Second
	MaxReconnect     = time.Minute
)

// Events yields the server-sent events of path, a path of the base URL or an
// absolute URL. When a response ends or breaks off, the next request asks for the
// events after the last one that was read to its end (Last-Event-ID). It is sent
// after the wait that the server has asked for, or [DefaultReconnect], ± 50 %, so
// that the clients of a server do not reconnect at the same time; while connecting
// fails the wait doubles up to [MaxReconnect].
//
// It ends without an error at a status 204. It ends with an error at any status other
// than 200, at content that is no event stream, at an event of more than [MaxEvent]
// bytes, when the first connection fails, and when ctx ends.
// There is no bound on silence unless [outbound.BodyIdle] is given or the client
// names one: that is how long the server may send nothing, not even a comment.
func Events(ctx context.Context, c *outbound.Client, path string, opts ...outbound.CallOption) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		s := &subscription{ctx: ctx, client: c, path: path, opts: opts, wait: DefaultReconnect}
		s.run(yield)
	}
}

// subscription is the state of one loop over events.
type subscription struct {
	ctx     context.Context
	client  *outbound.Client
	path    string
	opts    []outbound.CallOption
	lastID  string        // of the last event that was read to its end
	wait    time.Duration // that the server has asked for
	fails   int           // connections in a row that failed
	reached bool          // a connection has succeeded
}

func (s *subscription) run(yield func(Event, error) bool) {
	for {
		resp, err := s.connect()
		switch {
		case err == nil && resp.StatusCode == http.StatusNoContent:
			_ = resp.Body.Close()
			return
		case err == nil:
			s.reached, s.fails = true, 0
			if !s.read(resp, yield) {
				return
			}
		case !s.reached || !passes(err):
			yield(Event{}, err)
			return
		default:
			s.fails++
		}
		if err := sleep(s.ctx, s.next()); err != nil {
			yield(Event{}, err)
			return
		}
	}
}

// connect makes one call.
func (s *subscription) connect() (*http.Response, error) {
	opts := []outbound.CallOption{outbound.Header("Accept", "text/event-stream"), outbound.Header("Cache-Control", "no-store")}
	opts = append(opts, s.opts...)
	if s.lastID != "" {
		opts = append(opts, outbound.Header("Last-Event-ID", s.lastID))
	}
	resp, err := get(s.ctx, s.client, s.path, opts)
	if err != nil || resp.StatusCode == http.StatusNoContent {
		return resp, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, undecodable(resp, "the status of an event stream is 200, or 204 at its end")
	}
	if mt, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type")); err != nil || mt != "text/event-stream" {
		return nil, undecodable(resp, "the body is "+resp.Header.Get("Content-Type")+", not text/event-stream")
	}
	return resp, nil
}

// read yields the events of one response. It reports false if the loop is over.
func (s *subscription) read(resp *http.Response, yield func(Event, error) bool) bool {
	defer resp.Body.Close()
	p := newParser(resp.Body, s.lastID)
	for {
		e, err := p.next()
		s.lastID = p.lastID
		if p.wait > 0 {
			s.wait = p.wait
		}
		switch {
		case err == nil:
			if !yield(e, nil) {
				return false
			}
		case err == io.EOF || passes(err):
			return true
		default:
			yield(Event{}, ofBody(resp, err))
			return false
		}
	}
}

// next is the wait before the next connection.
func (s *subscription) next() time.Duration {
	d := s.wait
	for range s.fails {
		if d *= 2; d >= MaxReconnect {
			d = max(s.wait, MaxReconnect)
			break
		}
	}
	return d/2 + time.Duration(rand.Float64()*float64(d))
}

// passes reports whether a failure may pass by itself: the server cannot be reached,
// as during a restart, or the client's own breaker or limit holds the request back. A
// status is an answer.
func passes(err error) bool {
	e, ok := errors.AsType[*outbound.HTTPError](err)
	if !ok || e.StatusCode >= http.StatusMultipleChoices {
		return false
	}
	switch e.Kind {
	case httperror.DNS, httperror.Connect, httperror.Timeout, httperror.Reset, httperror.Protocol, httperror.Proxy, httperror.CircuitOpen, httperror.Limited:
		return true
	case httperror.Body:
		return httperror.CutOff(e.Err)
	}
	return false
}
