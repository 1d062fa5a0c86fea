package mock

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"example.com/outbound/internal/callinfo"
)

// exchange is one request at the base and what became of it.
type exchange struct {
	req  *http.Request // its body is x
	call *callinfo.Call
	was  Recorded

	rc   io.ReadCloser // the request's own body; nil without one, or once it is loaded
	shut chan struct{} // closed with rc
	once sync.Once

	mu   sync.Mutex
	read bytes.Buffer
	end  time.Time // of the attempt: the last sign of life
}

// record notes req and returns it with a body that is noted as it is read.
func (m *Transport) record(req *http.Request) *exchange {
	x := &exchange{call: callinfo.From(req.Context())}
	x.was = Recorded{Method: method(req), URL: req.URL.String(), Header: req.Header.Clone(), Time: time.Now()}
	x.req = req.WithContext(req.Context())
	if req.Body != nil && req.Body != http.NoBody {
		x.rc, x.req.Body, x.shut = req.Body, (*teed)(x), make(chan struct{})
	}
	m.mu.Lock()
	m.log = append(m.log, x)
	m.mu.Unlock()
	return x
}

func (x *exchange) recorded() Recorded {
	x.mu.Lock()
	defer x.mu.Unlock()
	r := x.was
	r.Header = r.Header.Clone()
	r.Body = slices.Clone(x.read.Bytes())
	return r
}

// load reads the whole body, as a server would before it answers, and leaves a
// copy in its place. It ends with the context if the body's Close ends its Read.
// What broke is read again after what came before it.
func (x *exchange) load() error {
	if x.rc == nil {
		return nil
	}
	ctx := x.req.Context()
	stop := context.AfterFunc(ctx, func() { _ = x.rc.Close() })
	_, err := io.Copy(io.Discard, x.req.Body)
	if stop() {
		_ = x.rc.Close()
	}
	rest := io.Reader(bytes.NewReader(x.read.Bytes()))
	if err != nil {
		rest = io.MultiReader(rest, broken{err})
	}
	x.rc, x.req.Body = nil, io.NopCloser(rest)
	return err
}

// touch notes a sign of life.
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
