package faultserver

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

// Conn is a connection, for the step that is taken on it.
type Conn struct {
	net.Conn // encrypted on a TLS server
	raw      *net.TCPConn
	r        *bufio.Reader
	server   *Server
	number   int
}

// handshake makes the Conn, over TLS if there is a configuration. nil means
// that the handshake failed; a plain HTTP request then gets the answer that
// net/http's own server gives.
func handshake(s *Server, raw *net.TCPConn, config *tls.Config, number int) *Conn {
	c := &Conn{Conn: raw, raw: raw, server: s, number: number}
	if config != nil {
		t := tls.Server(raw, config)
		c.Conn = t
		if err := t.Handshake(); err != nil {
			var plain tls.RecordHeaderError
			if errors.As(err, &plain) && plain.Conn != nil {
				_, _ = io.WriteString(plain.Conn, "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n")
			}
			c.finish() // so that the client can read the alert
			return nil
		}
	}
	c.r = bufio.NewReader(c.Conn)
	return c
}

// serve plays the script on the connection until a step ends it.
func (c *Conn) serve() {
	if step, taken := c.server.steps.takeIf(func(s Step) bool { return s.atAccept }); taken {
		step.do(c)
		return
	}
	for {
		if _, err := c.r.Peek(1); err != nil {
			return
		}
		if !c.server.steps.take().do(c) {
			return
		}
	}
}

// Head reads the head of a request and counts it. The body is still unread.
func (c *Conn) Head() (*http.Request, int, error) {
	req, err := http.ReadRequest(c.r)
	if err != nil {
		return nil, 0, err
	}
	index := c.server.books.record(Request{
		Method: req.Method, Target: req.RequestURI, Host: req.Host, Header: req.Header, Conn: c.number,
	})
	return req, index, nil
}

// Request reads a whole request and counts it. ok is false if the client broke off.
func (c *Conn) Request() (req *http.Request, ok bool) {
	req, index, err := c.Head()
	if err != nil {
		return nil, false
	}
	if req.Header.Get("Expect") == "100-continue" {
		c.Say("HTTP/1.1 100 Continue\r\n\r\n")
	}
	body, err := io.ReadAll(req.Body)
	c.server.books.recordBody(index, body)
	return req, err == nil
}

// Say sends text. ok is false if the client is gone.
func (c *Conn) Say(text string) (ok bool) {
	_, err := io.WriteString(c.Conn, c.server.season(text))
	return err == nil
}

// Reset breaks the connection with a TCP RST in place of a FIN.
func (c *Conn) Reset() {
	_ = c.raw.SetLinger(0)
	_ = c.raw.Close()
}

// Silence says nothing until the client hangs up.
func (c *Conn) Silence() { _, _ = io.Copy(io.Discard, c.r) }

// finish ends the server's side and waits for the client to end its own, so
// that unread bytes do not turn the end into a reset.
func (c *Conn) finish() {
	_ = c.raw.CloseWrite()
	_, _ = io.Copy(io.Discard, c.raw)
}

// Pause waits for d. ok is false if the server ended meanwhile.
func (c *Conn) Pause(d time.Duration) (ok bool) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.server.done:
		return false
	}
}
