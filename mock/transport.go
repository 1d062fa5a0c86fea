package mock

import (
	"context"
	"math"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"

	"example.com/outbound"
	"example.com/outbound/internal/memnet"
)

// BaseURL is the base URL of a client that [New] makes without another one.
const BaseURL = "https://mock.test"

// Transport is the base of a chain in a test. Make one with [NewTransport]. It
// is safe for concurrent use.
//
// Like net/http's transport it closes the request body, ends with the request's
// context, returns the context's cause then, and returns a response or an error.
// After the end of the test it answers no request.
type Transport struct {
	*httpmock.MockTransport // asked when no stub takes the request

	t     testing.TB
	began time.Time

	mu        sync.Mutex
	stubs     []*Stub
	log       []*exchange
	unmatched []unmatched
	keep      int64 // bytes of each request body
	workers   map[*overload][]time.Time
	open      map[*memnet.Conn]struct{}
	ended     bool

	running *sync.WaitGroup // goroutines that the test waits for; nil outside of Run
}

// New makes a client with the options of the code under test on a mocked base.
// Its base URL is [BaseURL] unless an option gives another one. Options that New
// of package outbound refuses fail t at once. The client is closed at the end.
func New(t testing.TB, opts ...outbound.Option) (*outbound.Client, *Transport) {
	t.Helper()
	m := NewTransport(t)
	c, err := outbound.New(outbound.WithBaseURL(BaseURL), outbound.Options(opts...), outbound.WithMockTransport(m))
	if err != nil {
		t.Fatalf("mock: New: %v", err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c, m
}

// NewTransport makes a base for a client that the code under test builds itself:
// give it with [outbound.WithMockTransport], or as the Transport of any
// [http.Client]. At the end of t, an unmatched request or an unused reply fails
// t.
func NewTransport(t testing.TB) *Transport {
	t.Helper()
	m := &Transport{
		MockTransport: httpmock.NewMockTransport(),
		t:             t,
		began:         time.Now(),
		keep:          math.MaxInt64,
		workers:       map[*overload][]time.Time{},
		open:          map[*memnet.Conn]struct{}{},
	}
	t.Cleanup(m.finish)
	return m
}

// RoundTrip answers req from the first stub that takes it, else from httpmock's
// responders.
func (m *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if refused(req) {
		return new(http.Transport).RoundTrip(req) // it fails before it dials
	}
	ctx := req.Context()
	if ctx.Err() != nil {
		closeBody(req)
		return nil, context.Cause(ctx)
	}
	x, err := m.record(req)
	if err != nil {
		closeBody(req)
		return nil, err
	}
	resp, err := m.answer(x)
	x.req, x.loaded = nil, nil
	if err != nil {
		x.touch()
		return nil, err
	}
	resp.Request = req
	if resp.StatusCode != http.StatusSwitchingProtocols { // whose body is the connection
		resp.Body = &timedBody{resp.Body, x}
	}
	x.touch()
	return resp, nil
}

// answer answers x from a stub, or from httpmock.
func (m *Transport) answer(x *exchange) (*http.Response, error) {
	if m.wantsBody(x.req) {
		if err := x.load(); err != nil {
			return Stall().send(m, x) // the error is net/http's own
		}
	}
	if reply, ok := m.take(x); ok {
		if reply.direct != nil {
			return m.direct(x, reply)
		}
		return reply.send(m, x)
	}
	return m.httpmock(x)
}
