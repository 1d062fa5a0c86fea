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

// ErrInjected is wrapped by every error that the layer makes.
var ErrInjected = errors.New("injected by chaos")

// Header is a field of every injected response.
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
	if err == nil && f.cut && hasBody(req, resp) {
		resp.Body = cut(resp, f.share)
	}
	return resp, err
}

// hasBody reports whether resp has a body that could be cut. Layers may have
// wrapped [http.NoBody], so the length decides.
func hasBody(req *http.Request, resp *http.Response) bool {
	switch {
	case resp.Body == nil, resp.Body == http.NoBody, resp.ContentLength == 0, req.Method == http.MethodHead:
		return false
	}
	return resp.StatusCode != http.StatusNoContent && resp.StatusCode != http.StatusNotModified
}

// faults are what is injected into one request.
type faults struct {
	delay             time.Duration
	fail, status, cut bool
	share             float64 // of the body that is left by a cut
}

// draw decides what is injected into the nth request. It always makes the same
// draws in the same order, so that a changed rate does not change the others.
func (t *transport) draw(n uint64) (f faults) {
	r := rand.New(rand.NewPCG(t.Seed, n))
	late, share := r.Float64(), r.Float64()
	f.fail = r.Float64() < t.Errors
	f.status = r.Float64() < t.Statuses
	f.cut = r.Float64() < t.Cuts
	f.share = r.Float64()
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
