package outbound_test

import (
	"io"
	"net/http"
	"sync"
	"testing"
)

// fake is a base that answers with its replies in turn, the last again and
// again, and keeps what it was sent. Package mock imports this one, and its
// client would hide what these tests are about.
type fake struct {
	replies []reply
	see     func(*http.Request) // told of every request; nil: nobody

	mu     sync.Mutex
	got    []sent
	bodies []*heldBody
	idle   int // calls of CloseIdleConnections
}

// sent is a request as it came to the base.
type sent struct {
	*http.Request
	body []byte
}

// reply answers one request.
type reply func(req *http.Request) (*http.Response, error)

func newFake(replies ...reply) *fake { return &fake{replies: replies} }

func (f *fake) RoundTrip(req *http.Request) (*http.Response, error) {
	s := sent{Request: req.Clone(req.Context())}
	if req.Body != nil {
		s.body, _ = io.ReadAll(req.Body)
		_ = req.Body.Close()
	}
	f.mu.Lock()
	r := f.replies[min(len(f.got), len(f.replies)-1)]
	f.got = append(f.got, s)
	f.mu.Unlock()
	if f.see != nil {
		f.see(req)
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	resp, err := r(req)
	if err == nil {
		held := &heldBody{ReadCloser: resp.Body}
		resp.Body, resp.Request = held, req
		f.mu.Lock()
		f.bodies = append(f.bodies, held)
		f.mu.Unlock()
	}
	return resp, err
}

// CloseIdleConnections counts.
func (f *fake) CloseIdleConnections() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.idle++
}

// requests are those that came so far.
func (f *fake) requests() []sent {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]sent(nil), f.got...)
}

// last is the request that came last.
func (f *fake) last(t testing.TB) sent {
	t.Helper()
	all := f.requests()
	if len(all) == 0 {
		t.Fatal("nothing was sent")
	}
	return all[len(all)-1]
}

// wantSent demands a number of requests.
func (f *fake) wantSent(t testing.TB, n int) {
	t.Helper()
	if got := len(f.requests()); got != n {
		t.Errorf("%d requests were sent, want %d", got, n)
	}
}

// wantClosed demands that every body of a response was closed.
func (f *fake) wantClosed(t testing.TB) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, b := range f.bodies {
		if !b.isClosed() {
			t.Errorf("the body of response %d was not closed", i+1)
		}
	}
}
