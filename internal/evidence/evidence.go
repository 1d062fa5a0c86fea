// Package evidence gathers what the built-in base tells of one attempt: whether
// a connection was obtained, so that the server can have seen the request,
// whether the request was written, and how long each phase took.
package evidence

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"sync"
	"time"
)

// The most connections that one attempt may obtain. net/http sends a request
// again by itself when a connection dies under it, without an end where an
// HTTP/2 server answers each stream with an error. An idle HTTP/1 connection
// that the server has closed is no sign of that: net/http tries the next one, of
// which a pool has at most a hundred to a host.
const (
	maxConns  = 4   // new ones, and those of HTTP/2
	maxReused = 256 // all of them
)

// Owner is told when the attempt obtains connections without an end.
type Owner interface{ ConnectionStorm() }

// Evidence belongs to one attempt. It is safe for concurrent use.
type Evidence struct {
	owner Owner
	start time.Time
	trace httptrace.ClientTrace
	own   bool // the request's context has no other trace: this one is found by the attempt

	mu                   sync.Mutex // guards what follows
	got                  bool       // a connection, for the present pass through the base
	wrote                bool       // the present request, whole
	reused               bool       // the connection had served another request
	conns, storm, resent int32      // storm: the connections that count as one
	conn                 interface{ Broken() bool }
	remote               net.Addr

	dns, connect, tls      time.Duration // how long the phases of a new connection took
	written, first, dialed time.Duration // when, since the start: the request, the first byte, the connection
}

// Phases is how long the phases of an attempt took. Zero means that a phase did
// not happen or is not known.
type Phases struct {
	DNS, Connect, TLS time.Duration // of a new connection
	Wrote, FirstByte  time.Duration // from the start of the attempt
	Reused            bool          // the connection had served another request
	Remote            netip.AddrPort
}

// Traced reports whether ctx has a trace already.
func Traced(ctx context.Context) bool { return httptrace.ContextClientTrace(ctx) != nil }

// New returns the evidence of an attempt that begins now. own says that its
// request has no other [httptrace.ClientTrace].
func New(owner Owner, own bool) *Evidence {
	e := &Evidence{owner: owner, start: time.Now(), own: own}
	e.trace = e.hooks()
	return e
}

func (e *Evidence) hooks() httptrace.ClientTrace {
	return httptrace.ClientTrace{GotConn: e.gotConn, WroteRequest: e.wroteRequest, GotFirstResponseByte: e.firstByte}
}

// Trace is the trace to be found by [TraceKey], nil if the request carries it.
func (e *Evidence) Trace() *httptrace.ClientTrace {
	if e == nil || !e.own {
		return nil
	}
	return &e.trace
}

// Pass begins a pass through the base and returns the request to send. The
// answer to a challenge is a second pass of the same attempt.
func (e *Evidence) Pass(req *http.Request) *http.Request {
	e.mu.Lock()
	e.got, e.wrote = false, false
	e.mu.Unlock()
	if e.own {
		return req
	}
	trace := e.hooks() // package httptrace writes to it
	return req.WithContext(httptrace.WithClientTrace(req.Context(), &trace))
}

func (e *Evidence) gotConn(info httptrace.GotConnInfo) {
	conn, secure := info.Conn, false
	state, isTLS := conn.(interface{ ConnectionState() tls.ConnectionState })
	if t, ok := conn.(interface{ NetConn() net.Conn }); ok { // beneath TLS
		conn, secure = t.NetConn(), true
	}
	http2 := isTLS && state.ConnectionState().NegotiatedProtocol == "h2"

	e.mu.Lock()
	e.conn, _ = conn.(interface{ Broken() bool })
	if e.got {
		e.resent++
	}
	e.got = true
	e.conns++
	if http2 || !info.Reused {
		e.storm++
	}
	storm := e.storm > maxConns || e.conns > maxReused
	if e.reused = info.Reused; conn != nil {
		e.remote = conn.RemoteAddr()
	}
	if secure && !info.Reused && e.dialed > 0 {
		e.tls = time.Since(e.start) - e.dialed
	}
	e.mu.Unlock()
	if storm {
		e.owner.ConnectionStorm()
	}
}

func (e *Evidence) wroteRequest(info httptrace.WroteRequestInfo) {
	at := time.Since(e.start)
	e.mu.Lock()
	e.written, e.wrote = at, info.Err == nil
	e.mu.Unlock()
}

func (e *Evidence) firstByte() {
	at := time.Since(e.start)
	e.mu.Lock()
	e.first = at
	e.mu.Unlock()
}

// Connected reports whether a connection was obtained: before that, no byte of
// the request can have reached the server.
func (e *Evidence) Connected() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.conns > 0
}

// Written reports whether the whole request was written.
func (e *Evidence) Written() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.wrote
}

// Broken reports whether the connection of the attempt has failed.
func (e *Evidence) Broken() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.conn != nil && e.conn.Broken()
}

// Resent is how often net/http has sent the request again by itself.
func (e *Evidence) Resent() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return int(e.resent)
}

// Phases returns what is known so far.
func (e *Evidence) Phases() Phases {
	if e == nil {
		return Phases{}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	p := Phases{Wrote: e.written, FirstByte: e.first, Reused: e.reused}
	if !e.reused { // else they are of a connection that was not needed in the end
		p.DNS, p.Connect, p.TLS = e.dns, e.connect, e.tls
	}
	if tcp, ok := e.remote.(*net.TCPAddr); ok {
		p.Remote = tcp.AddrPort()
	}
	return p
}
