package layertest

import (
	"net"
	"net/http"
	"os"
	"syscall"
	"time"
)

// step is what the base does with a request.
type step func(*base, *arrival, *http.Request) (*http.Response, error)

// script is a row of steps, and what the caller does with the response.
type script struct {
	name   string
	steps  []step
	unread bool // the caller closes the body without reading it
}

// many is more failures than a layer is expected to put up with.
const many = 8

func scripts() []script {
	return []script{
		{name: "answered with 200", steps: []step{status(200)}},
		{name: "answered with 299, whose body the caller does not read", steps: []step{status(299)}, unread: true},
		{name: "answered with 204 and no body", steps: []step{bare(204)}},
		{name: "answered with 413 before its body was read", steps: []step{early(413)}},
		{name: "answered with 401, then 200", steps: []step{status(401), status(200)}},
		{name: "answered with 503, then 200", steps: []step{status(503), status(200)}},
		{name: "answered with 503 again and again", steps: times(many, status(503))},
		{name: "refused a connection, then answered with 200", steps: []step{refused, status(200)}},
		{name: "refused a connection again and again", steps: times(many, refused)},
		{name: "cut off after it was sent, then answered with 200", steps: []step{reset, status(200)}},
	}
}

func times(n int, s step) []step {
	steps := make([]step, 0, n+1)
	for range n {
		steps = append(steps, s)
	}
	return append(steps, status(200))
}

// status reads the request and answers it.
func status(code int) step {
	return func(b *base, a *arrival, req *http.Request) (*http.Response, error) {
		a.readBody(req)
		return b.answerWith(a, req, code, []byte("the answer\n")), nil
	}
}

// bare answers without a body.
func bare(code int) step {
	return func(b *base, a *arrival, req *http.Request) (*http.Response, error) {
		a.readBody(req)
		resp := b.answerWith(a, req, code, nil)
		_ = resp.Body.Close()
		resp.Body = http.NoBody
		return resp, nil
	}
}

// early answers without reading the request.
func early(code int) step {
	return func(b *base, a *arrival, req *http.Request) (*http.Response, error) {
		return b.answerWith(a, req, code, []byte("too much\n")), nil
	}
}

// slow is status after a moment, so that a layer without a wait does not spin.
func slow(code int) step {
	return func(b *base, a *arrival, req *http.Request) (*http.Response, error) {
		time.Sleep(time.Millisecond)
		return status(code)(b, a, req)
	}
}

// refused fails as a dial does.
func refused(*base, *arrival, *http.Request) (*http.Response, error) {
	time.Sleep(time.Millisecond)
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}

// reset fails as a connection does that breaks after the request was written.
func reset(_ *base, a *arrival, req *http.Request) (*http.Response, error) {
	a.readBody(req)
	return nil, &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
}

// hangs does nothing until the request's context ends.
func hangs(b *base, _ *arrival, req *http.Request) (*http.Response, error) {
	select {
	case <-req.Context().Done():
		return nil, req.Context().Err()
	case <-b.released:
		return nil, errReleased
	}
}

// stalls answers with a body that stands still until the context ends.
func stalls(b *base, a *arrival, req *http.Request) (*http.Response, error) {
	a.readBody(req)
	resp := b.answerWith(a, req, 200, []byte("the answer\n"))
	resp.Body.(*trackedBody).hang = func() {
		select {
		case <-req.Context().Done():
		case <-b.released:
		}
	}
	return resp, nil
}
