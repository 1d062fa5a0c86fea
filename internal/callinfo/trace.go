package callinfo

import (
	"context"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"

	"example.com/outbound/httperror"
)

// maxConns is how many connections one attempt may be given. net/http sends
// again by itself when a connection dies under it, without an end where an
// HTTP/2 server answers each stream with an error.
const maxConns = 4

// traceKey is the key under which net/http looks for a trace. It has no name
// outside its package, so that we learn it by being asked.
var traceKey = func() (key any) {
	httptrace.ContextClientTrace(spy{context.Background(), &key})
	return
}()

type spy struct {
	context.Context
	asked *any
}

func (s spy) Value(k any) any {
	*s.asked = k
	return nil
}

// evidence is what the built-in base tells of an attempt: the connections that
// it was given, and the last of them.
type evidence struct {
	attempt *Attempt
	conns   atomic.Int32
	conn    atomic.Pointer[breakable]
	trace   httptrace.ClientTrace
	found   bool // by the attempt's context, which has no other one
}

// Watch gathers the evidence of the built-in base and returns the request to
// send. Outside a call it returns req.
func Watch(req *http.Request) *http.Request {
	c := From(req.Context())
	if c == nil || c.current == nil {
		return req
	}
	e := c.current.evidence.Load()
	if e == nil { // an answer to a 401 is the same attempt
		e = &evidence{attempt: c.current}
		e.trace.GotConn = e.gotConn
	}
	switch httptrace.ContextClientTrace(req.Context()) {
	case &e.trace:
	case nil:
		e.found = true
	default:
		req = req.WithContext(httptrace.WithClientTrace(req.Context(), &e.trace))
	}
	c.current.evidence.Store(e)
	return req
}

// gotConn counts the connection and remembers it, if it tells whether it is
// broken.
func (e *evidence) gotConn(info httptrace.GotConnInfo) {
	conn := info.Conn
	if t, ok := conn.(interface{ NetConn() net.Conn }); ok { // beneath TLS
		conn = t.NetConn()
	}
	if b, ok := conn.(breakable); ok {
		e.conn.Store(&b)
	}
	if e.conns.Add(1) > maxConns {
		c := e.attempt.call
		c.mu.Lock()
		hooks := e.attempt.cut(resendStorm)
		c.mu.Unlock()
		tell(hooks)
	}
}

// breakable is a connection of the built-in base.
type breakable interface{ Broken() bool }

// brokeOff reports whether the connection of the attempt has failed.
func (a *Attempt) brokeOff() bool {
	if a == nil {
		return false
	}
	e := a.evidence.Load()
	if e == nil {
		return false
	}
	conn := e.conn.Load()
	return conn != nil && (*conn).Broken()
}

// NothingSent reports whether the last attempt, which failed with err, proves
// that no byte of the request reached a server. On the built-in base the
// connections tell, on another one the type of the error.
func (c *Call) NothingSent(err error) bool {
	if c.current != nil {
		if e := c.current.evidence.Load(); e != nil {
			return e.conns.Load() == 0 || httperror.RefusedStream(err)
		}
	}
	return httperror.NothingSent(err)
}
