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
	trace   httptrace.ClientTrace // found by the attempt's context
	found   bool                  // it is: that has no other one
}

// Watch gathers the evidence of the built-in base and returns the request to
// send. Outside an attempt it returns req. An answer to a 401 is the same
// attempt.
func Watch(req *http.Request) *http.Request {
	a := attemptOf(req.Context())
	if a == nil {
		return req
	}
	other := httptrace.ContextClientTrace(req.Context())
	e := a.evidence.Load()
	if e == nil {
		e = &evidence{attempt: a, found: other == nil}
		e.trace.GotConn = e.gotConn
		if !a.evidence.CompareAndSwap(nil, e) {
			e = a.evidence.Load()
		}
	}
	if e.found {
		return req
	}
	trace := &httptrace.ClientTrace{GotConn: e.gotConn} // package httptrace writes to it
	return req.WithContext(httptrace.WithClientTrace(req.Context(), trace))
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

// NothingSent reports whether the attempt that failed with err proves that no
// byte of the request reached a server. On the built-in base the connections
// tell, on another one the type of the error.
func (c *Call) NothingSent(err error) bool {
	for _, f := range c.less().failed {
		if err != error(f.err) { //nolint:errorlint // the very one
			continue
		}
		if e := f.of.evidence.Load(); e != nil {
			return e.conns.Load() == 0 || httperror.RefusedStream(err)
		}
	}
	return httperror.NothingSent(err)
}
