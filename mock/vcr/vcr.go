// Package vcr records a client's real exchanges once and replays them in tests.
// Tapes are those of [go-vcr]:
//
//	tape := vcr.New(t, "testdata/users")
//	client, err := outbound.New(users.Preset(), outbound.WithMockTransport(tape))
//
// A test replays by default and never touches the network. The variable
// OUTBOUND_VCR selects something else (see [Env]):
//
//	OUTBOUND_VCR=record go test -run TestUsers ./users
//
// Secrets are hidden before anything is written: header fields but for a list of
// harmless ones, the values of query, form, multipart, XML and JSON fields whose
// names promise a secret or are named with [Hide], and every other place where
// the same value occurs. (A value of four or five characters is hidden elsewhere
// where it is a whole word, if it has letters and digits; a shorter one is hidden
// at its name only.) Bodies with gzip and deflate are kept decoded. A recording that has
// a body which cannot be decoded fails the test.
//
// Requests are compared after hiding, by method, URL and body, so that a tape
// recorded with one token is replayed with another. The order of different
// parameters and fields, the form of JSON and the boundary of an upload do not
// matter; numbers are compared exactly.
//
// [go-vcr]: https://pkg.go.dev/gopkg.in/dnaeon/go-vcr.v4
package vcr

import (
	"net/http"
	"os"
	"regexp"
	"sync"
	"testing"

	"gopkg.in/dnaeon/go-vcr.v4/pkg/cassette"

	"example.com/outbound/internal/redact"
)

// Tape is a base that records or replays. It is safe for concurrent use; the
// same request several times is replayed in the order of the recording.
type Tape struct {
	t       testing.TB
	name    string
	mode    mode
	names   *redact.Names    // of Hide
	paths   []*regexp.Regexp // of Hide
	problem error            // of an option
	through http.RoundTripper
	tape    *cassette.Cassette // what is played

	mu     sync.Mutex
	added  []*cassette.Interaction // what was sent, in its order
	seen   secrets                 // of all that was sent
	failed []string                // what fails the test at its end
}

// New puts in the tape name.yaml. A recording is written only at the end of t,
// and only if t has not failed. A tape that is not there, or an unknown value in
// [Env], fails t at once; a request that is not on the tape fails t and says
// which are.
func New(t testing.TB, name string, opts ...Option) *Tape {
	t.Helper()
	mode, ok := modes[os.Getenv(Env)]
	if !ok {
		t.Fatalf("vcr: %s=%q: want replay, record, extend or off", Env, os.Getenv(Env))
	}
	p := &Tape{t: t, name: name, mode: mode}
	for _, o := range opts {
		o(p)
	}
	if p.problem != nil {
		t.Fatalf("vcr: %v", p.problem)
	}
	if p.through == nil {
		rt := http.DefaultTransport.(*http.Transport).Clone()
		t.Cleanup(rt.CloseIdleConnections)
		p.through = rt
	}
	if err := p.load(); err != nil {
		t.Fatalf("vcr: %v; %s=record makes it", err, Env)
	}
	t.Cleanup(p.finish)
	return p
}

// load reads the tape, if it is played. Only a tape that is extended need not be
// there.
func (p *Tape) load() (err error) {
	p.tape = cassette.New(p.name)
	if p.mode.plays {
		if _, missing := os.Stat(p.tape.File); !p.mode.saves || missing == nil {
			p.tape, err = cassette.Load(p.name)
		}
	}
	if err == nil {
		p.tape.Matcher = matches
	}
	return err
}

// finish reports what went wrong, or writes what was recorded.
func (p *Tape) finish() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, text := range p.failed {
		p.t.Errorf("vcr: %s", text)
	}
	if p.t.Failed() || p.t.Skipped() || !p.mode.saves {
		return
	}
	if err := p.saved().Save(); err != nil {
		p.t.Errorf("vcr: %v", err)
	}
}

func (p *Tape) fail(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failed = append(p.failed, text)
}
