package mock

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/memnet"
)

// exchange is one request at the base and its answer.
type exchange struct {
	asked *http.Request // without its body
	call  *call.Call
	as    Recorded // without its body

	req    *http.Request // to send; only while RoundTrip runs
	loaded []byte        // the whole body, if it was needed; only while RoundTrip runs

	body   io.ReadCloser // of the request; nil without one, or once it is loaded
	closed chan struct{} // closed with body
	once   sync.Once

	mu     sync.Mutex
	kept   []byte // of the body, at most keep bytes
	keep   int64
	length int64     // of what was read of the body
	end    time.Time // of the attempt: when it was last seen to be alive
}

var (
	errEnded  = errors.New("mock: the test has ended")
	errLength = errors.New("mock: the body has another length than ContentLength")
)

// record records req and returns it with a body that is recorded as it is read.
func (m *Transport) record(req *http.Request) (*exchange, error) {
	x := &exchange{call: call.From(req.Context()), asked: req.WithContext(req.Context())}
	x.as = Recorded{Method: method(req), URL: req.URL.String(), Host: host(req), Header: req.Header.Clone(), Time: time.Now()}
	x.asked.Body, x.asked.GetBody = nil, nil
	x.req = req.WithContext(req.Context())
	if req.Body != nil && req.Body != http.NoBody {
		x.body, x.req.Body, x.closed = req.Body, (*recordedBody)(x), make(chan struct{})
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ended {
		return nil, errEnded
	}
	x.keep = m.keep
	m.log = append(m.log, x)
	return x, nil
}

func (x *exchange) recorded() Recorded {
	x.mu.Lock()
	defer x.mu.Unlock()
	r := x.as
	r.Header = r.Header.Clone()
	r.Body, r.Length = slices.Clone(x.kept), x.length
	return r
}

// load reads the whole body, as a server would before it answers, and puts what
// it read in its place. It ends with the context if the body's Close ends its
// Read. An error of the body is returned to the next reader after what came before
// it. A body that is not as long as announced is an error, too.
func (x *exchange) load() (err error) {
	if x.body == nil {
		return nil
	}
	body := x.body
	stop := context.AfterFunc(x.req.Context(), func() { _ = body.Close() })
	x.loaded, err = io.ReadAll(x.req.Body)
	if stop() {
		_ = body.Close()
	}
	rest := io.Reader(bytes.NewReader(x.loaded))
	if err != nil {
		rest = io.MultiReader(rest, broken{err})
	}
	x.body, x.closed, x.req.Body = nil, nil, io.NopCloser(rest)
	if n := x.req.ContentLength; err == nil && n > 0 && n != int64(len(x.loaded)) {
		err = errLength
	}
	return err
}

// sent returns true when the client has closed the request's body, false when it
// has gone. A CONNECT, which asks a proxy for a tunnel, is not the request.
func (x *exchange) sent(c *memnet.Conn, req *http.Request) bool {
	if x.closed == nil || req.Method == http.MethodConnect {
		return true
	}
	select {
	case <-x.closed:
		return true
	case <-c.Closed():
		return false
	}
}

// touch notes that the attempt is alive.
func (x *exchange) touch() {
	x.mu.Lock()
	x.end = time.Now()
	x.mu.Unlock()
}

// ended is when the attempt was over, as far as one can tell.
func (x *exchange) ended() time.Time {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.end.IsZero() {
		return time.Now() // it is under way
	}
	return x.end
}
