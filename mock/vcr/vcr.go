// Package vcr records a client's real exchanges once and replays them in tests,
// on [go-vcr]:
//
//	tape := vcr.New(t, "testdata/users")
//	client, err := outbound.New(users.Preset(), outbound.WithMockTransport(tape))
//
// A test replays by default and never touches the network. What it does instead
// the variable OUTBOUND_VCR says (see [Env]):
//
//	OUTBOUND_VCR=record go test -run TestUsers ./users
//
// Secrets are hidden before anything is written: header fields but for a list of
// harmless ones, query, form, XML and JSON values whose names promise a secret or
// are named with [Hide], and every other place where the same value stands.
// Requests are compared after hiding, by method, URL and body, so that a tape
// recorded with one token is replayed with another.
//
// [go-vcr]: https://pkg.go.dev/gopkg.in/dnaeon/go-vcr.v4
package vcr

import (
	"net/http"
	"os"
	"sync"
	"testing"

	"gopkg.in/dnaeon/go-vcr.v4/pkg/cassette"
	"gopkg.in/dnaeon/go-vcr.v4/pkg/recorder"
)

// Tape is a base that records or replays. It is safe for concurrent use; the
// same request several times is replayed in the order of the recording.
type Tape struct {
	t       testing.TB
	name    string
	hidden  []string
	through http.RoundTripper
	rec     *recorder.Recorder

	mu   sync.Mutex
	lost []string // requests that are not on the tape
}

// New puts in the tape name.yaml, which it makes only at the end of t, and only
// if t has not failed. A tape that is not there, or an unknown value in [Env],
// fails t at once; a request that is not on the tape fails t and says which are.
func New(t testing.TB, name string, opts ...Option) *Tape {
	t.Helper()
	mode, ok := modes[os.Getenv(Env)]
	if !ok {
		t.Fatalf("vcr: %s=%q: want replay, record, extend or off", Env, os.Getenv(Env))
	}
	p := &Tape{t: t, name: name}
	for _, o := range opts {
		o(p)
	}
	if p.through == nil {
		rt := http.DefaultTransport.(*http.Transport).Clone()
		t.Cleanup(rt.CloseIdleConnections)
		p.through = rt
	}
	var err error
	p.rec, err = recorder.New(name,
		recorder.WithMode(mode),
		recorder.WithRealTransport(p.through),
		recorder.WithMatcher(p.matches),
		recorder.WithHook(p.hide, recorder.BeforeSaveHook),
		recorder.WithSkipRequestLatency(true),
		recorder.WithDebugWriter(nowhere{}),
	)
	if err != nil {
		t.Fatalf("vcr: %v; %s=record makes it", err, Env)
	}
	t.Cleanup(p.finish)
	return p
}

// finish is the end of the test.
func (p *Tape) finish() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.lost {
		p.t.Errorf("vcr: %s", l)
	}
	if p.t.Failed() || p.t.Skipped() {
		return
	}
	if err := p.rec.Stop(); err != nil {
		p.t.Errorf("vcr: %v", err)
	}
}

// nowhere swallows go-vcr's debug log, which shows secrets. It is not io.Discard,
// in whose place go-vcr would use standard error if VCR_DEBUG is set.
type nowhere struct{}

func (nowhere) Write(p []byte) (int, error) { return len(p), nil }

// recorded is what a tape has of a request.
type recorded = cassette.Request
