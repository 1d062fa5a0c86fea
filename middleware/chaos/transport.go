package chaos

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"syscall"
	"time"

	"example.com/outbound/internal/pause"
)

// ErrInjected is in every error that the layer makes.
var ErrInjected = errors.New("injected by chaos")

// Header marks an injected answer.
const Header = "X-Chaos"

type transport struct {
	Config
	n    *atomic.Uint64 // requests so far
	next http.RoundTripper
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if t.Only != nil && !t.Only(req) {
		return t.next.RoundTrip(req)
	}
	f := t.draw(t.n.Add(1))
	if err := pause.For(req.Context(), f.delay); err != nil {
		closeBody(req)
		return nil, err
	}
	switch {
	case f.fail:
		closeBody(req)
		return nil, t.failure()
	case f.status:
		closeBody(req)
		return t.answer(req), nil
	}
	resp, err := t.next.RoundTrip(req)
	if err == nil && f.cut && resp.Body != nil && resp.Body != http.NoBody && req.Method != http.MethodHead {
		resp.Body = newCut(resp, f.where)
	}
	return resp, err
}

// fate is what happens to one request.
type fate struct {
	delay             time.Duration
	fail, status, cut bool
	where             float64 // of the cut, as a share of the body
}

// draw decides the fate of the nth request. It always makes the same draws in
// the same order, so that one rate does not move what the others do.
func (t *transport) draw(n uint64) (f fate) {
	r := rand.New(rand.NewPCG(t.Seed, n))
	late, share := r.Float64(), r.Float64()
	f.fail = r.Float64() < t.Errors
	f.status = r.Float64() < t.Statuses
	f.cut = r.Float64() < t.Cuts
	f.where = r.Float64()
	if late < t.Late {
		f.delay = time.Duration((1 - share) * float64(t.Delay))
	}
	return f
}

func (t *transport) failure() error {
	err := t.Err
	if err == nil {
		err = &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
	}
	return fmt.Errorf("%w: %w", ErrInjected, err)
}

func (t *transport) answer(req *http.Request) *http.Response {
	code := t.Status
	if code == 0 {
		code = http.StatusServiceUnavailable
	}
	return &http.Response{
		Status:     fmt.Sprintf("%d %s", code, http.StatusText(code)),
		StatusCode: code,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:  http.Header{Header: {"injected"}},
		Body:    http.NoBody,
		Request: req,
	}
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}
