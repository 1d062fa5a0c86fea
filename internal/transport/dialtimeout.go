package transport

import (
	"net"
	"time"
)

// HandshakeTimeout is the longest that the handshake of a connection may take, 0
// without a bound.
func (p *Pool) HandshakeTimeout() time.Duration { return p.now.Load().TLSHandshakeTimeout }

// bounded is the error of a dial that took so long, with its limit if that was
// reached.
func bounded(err error, took time.Duration) error {
	timeout, ok := err.(net.Error) //nolint:errorlint // the dialer's own
	if !ok || !timeout.Timeout() || took < dialTimeout {
		return err
	}
	return &dialTimedOut{timeout}
}

// dialTimedOut has the text of the error in it.
type dialTimedOut struct{ err net.Error }

func (e *dialTimedOut) Error() string   { return e.err.Error() }
func (e *dialTimedOut) Unwrap() error   { return e.err }
func (e *dialTimedOut) Timeout() bool   { return true }
func (e *dialTimedOut) Temporary() bool { return true } // as net says of a dial that timed out

// Limit is what was reached, as it is configured.
func (e *dialTimedOut) Limit() string { return "dial timeout " + dialTimeout.String() }
