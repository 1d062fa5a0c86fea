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
	Retry time.Duration // the wait before a reconnect that the server asks for, 0 if it does not
}

// The waits before a reconnect: what a stream begins with unless the server says
// otherwise, and the longest one while connecting fails.
const (
	DefaultReconnect = 3 * time.Second
	MaxReconnect     = time.Minute
)

// Events yields the server-sent events of path, a path of the base URL or an
// absolute URL. A stream that breaks off is asked for again with Last-Event-ID,
// after the wait that the server has asked for or [DefaultReconnect], ± 50 %, so
// that many clients do not come back at once; while connecting fails the wait
// doubles up to [MaxReconnect].
//
// It ends without an error at a 204, and with one at any other status, at content
// that is no event stream, when the first connection fails, and when ctx ends.
// There is no bound on silence unless [outbound.BodyIdle] is given or the client
// names one: that is how long the server may be without a heartbeat.
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
	lastID  string
	wait    time.Duration // as the server has asked for it
	fails   int           // connections in a row that did not come about
	reached bool          // one has
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
			if !s.read(resp.Body, yield) {
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
	if mt, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type")); err != nil || mt != "text/event-stream" {
		return nil, undecodable(resp, "the body is "+resp.Header.Get("Content-Type")+", not text/event-stream")
	}
	return resp, nil
}

// read yields the events of one response. It reports false if the loop is over.
func (s *subscription) read(body io.ReadCloser, yield func(Event, error) bool) bool {
	defer body.Close()
	p := newParser(body)
	p.id = s.lastID
	for {
		e, err := p.next()
		if err != nil {
			if errors.Is(err, errTooLong) || s.ctx.Err() != nil {
				yield(Event{}, err)
				return false
			}
			s.lastID = p.id
			return true
		}
		s.lastID = e.ID
		if e.Retry > 0 {
			s.wait = e.Retry
		}
		if !yield(e, nil) {
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

// passes reports whether a failure to connect may pass by itself: the server
// cannot be reached, as during a restart. A status is an answer.
func passes(err error) bool {
	e, ok := errors.AsType[*outbound.HTTPError](err)
	if !ok || e.StatusCode != 0 {
		return false
	}
	switch e.Kind {
	case httperror.DNS, httperror.Connect, httperror.Timeout, httperror.Reset, httperror.Protocol, httperror.Proxy, httperror.Body:
		return true
	}
	return false
}
