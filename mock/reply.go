package mock

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"example.com/outbound/internal/memnet"
)

// Reply is one answer to a request, or a fault. It is a value: its methods return
// a changed copy, and one Reply may be given to many stubs.
type Reply struct {
	what   string // in messages
	header http.Header
	after  time.Duration
	early  bool  // before the body of the request
	times  int   // how often it is given; 0: once, in last place for ever
	err    error // why it cannot be given

	proxied  bool                                                      // the other end is a proxy
	deaf     bool                                                      // the connection breaks at the first byte of the request
	overload *overload                                                 // nil: there is no queue
	dial     dialFault                                                 // fails instead of a connection
	direct   func(*http.Request) (*http.Response, error)               // of Do
	serve    func(c *memnet.Conn, head http.Header, req *http.Request) // what the server does after the request
}

// With sets a field of the answer's header; a further Set-Cookie is added, since a
// server sends one for each cookie. Faults have no header.
func (r Reply) With(header, value string) Reply {
	r.header = r.header.Clone()
	if http.CanonicalHeaderKey(header) != "Set-Cookie" {
		r.header.Del(header)
	}
	return r.Add(header, value)
}

// Add is [Reply.With] for a further value of a field.
func (r Reply) Add(header, value string) Reply {
	if r.header = r.header.Clone(); r.header == nil {
		r.header = http.Header{}
	}
	r.header.Add(header, value)
	return r
}

// After delays the reply by d, or until the request's context ends.
func (r Reply) After(d time.Duration) Reply {
	r.after = d
	return r
}

// Early gives the reply as soon as the header of the request has arrived, as a
// server does that refuses an upload: the body is not read. A stub that matches by
// the body, and [Do], read it all the same.
func (r Reply) Early() Reply {
	r.early = true
	return r
}

// Once gives the reply once, even in last place: see [Reply.Times].
func (r Reply) Once() Reply { return r.Times(1) }

// Times gives the reply n times in a row, n at least 1. In last place the stub
// is used up then; without Times the last reply repeats.
func (r Reply) Times(n int) Reply {
	r.times = n
	if n < 1 {
		r.err = fmt.Errorf("Times(%d): want at least 1", n)
	}
	return r
}

var errZeroReply = errors.New("it is the zero Reply")

// problem says why r cannot be given, nil if it can.
func (r Reply) problem() error {
	switch {
	case r.what == "":
		return errZeroReply
	case r.err != nil:
		return fmt.Errorf("%s: %w", r.what, r.err)
	}
	return nil
}
