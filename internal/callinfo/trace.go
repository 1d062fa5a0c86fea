package callinfo

import (
	"context"
	"net"
	"net/http"
	"net/http/httptrace"
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

// Watch counts the connections that the built-in base is given for req and
// returns the request to send. Outside a call it returns req.
func Watch(req *http.Request) *http.Request {
	c := From(req.Context())
	if c == nil || c.current == nil {
		return req
	}
	a := c.current
	a.reached.Store(true)
	trace := &httptrace.ClientTrace{GotConn: a.gotConn}
	if httptrace.ContextClientTrace(req.Context()) == nil {
		a.trace.Store(trace)
		return req
	}
	return req.WithContext(httptrace.WithClientTrace(req.Context(), trace))
}

// gotConn counts the connection and remembers the last one, if it tells whether
// it is broken.
func (a *Attempt) gotConn(info httptrace.GotConnInfo) {
	conn := info.Conn
	if t, ok := conn.(interface{ NetConn() net.Conn }); ok { // beneath TLS
		conn = t.NetConn()
	}
	if b, ok := conn.(breakable); ok {
		a.conn.Store(&b)
	}
	if a.conns.Add(1) > maxConns {
		a.stop(ErrResendStorm)
	}
}

// breakable is a connection of the built-in base.
type breakable interface{ Broken() bool }

// brokeOff reports whether the connection of the attempt has failed.
func (a *Attempt) brokeOff() bool {
	if a == nil {
		return false
	}
	conn := a.conn.Load()
	return conn != nil && (*conn).Broken()
}
