package main

import (
	"crypto/tls"
	"net/http"
	"net/http/httptrace"
	"slices"
	"sync"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

// timeline records the attempts of one call.
type timeline struct {
	mu       sync.Mutex
	start    time.Time
	attempts []attempt
	reason   string // why retrying ended
	last     *head  // of the last answer, nil if there was none
	now      func() time.Time
}

// attempt is one send. Times are counted from the start of the call; a phase
// that did not happen has none.
type attempt struct {
	method, url       string
	start, end        time.Duration
	dns, connect, tls span
	send              span // of the request, if it has a body
	server            span // from the request written to the first byte
	status            int
	kind              httperror.Kind
	reused            bool
	wait              time.Duration // that was begun after it
}

func (a attempt) length() time.Duration { return span{a.start, a.end}.length() }

type span struct{ from, to time.Duration }

func (s span) length() time.Duration { return max(s.to-s.from, 0) }

func newTimeline() *timeline { return &timeline{start: time.Now(), now: time.Now} }

// layer records each attempt.
//
// Stage: attempt.
func (t *timeline) layer(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		n := t.begin(req)
		ctx := httptrace.WithClientTrace(req.Context(), t.trace(n, req.Body != nil && req.Body != http.NoBody))
		resp, err := next.RoundTrip(req.WithContext(ctx))
		t.set(n, func(a *attempt, at time.Duration) {
			a.end = at
			for _, s := range []*span{&a.dns, &a.connect, &a.tls, &a.send, &a.server} {
				if s.from > 0 && s.to < s.from { // the attempt ended in this phase
					s.to = at
				}
			}
			if err != nil {
				a.kind = httperror.Classify(err)
				return
			}
			a.status = resp.StatusCode
			t.last = new(headOf(resp))
			t.last.header = resp.Header.Clone() // a layer above may change it
		})
		return resp, err
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// begin adds an attempt and returns its index. Its URL has no query and no user
// info.
func (t *timeline) begin(req *http.Request) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := t.now().Sub(t.start)
	t.attempts = append(t.attempts, attempt{
		method: req.Method, url: plainURL(req.URL), start: at, end: at,
	})
	return len(t.attempts) - 1
}

func (t *timeline) set(n int, f func(a *attempt, at time.Duration)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f(&t.attempts[n], t.now().Sub(t.start))
}

// trace records the phases of attempt n. net/http may dial twice for one request:
// a phase is then from the first begin to the last end.
func (t *timeline) trace(n int, hasBody bool) *httptrace.ClientTrace {
	begin := func(of func(*attempt) *span) {
		t.set(n, func(a *attempt, at time.Duration) {
			if s := of(a); s.from == 0 {
				s.from = at
			}
		})
	}
	end := func(of func(*attempt) *span) {
		t.set(n, func(a *attempt, at time.Duration) { of(a).to = at })
	}
	dns := func(a *attempt) *span { return &a.dns }
	connect := func(a *attempt) *span { return &a.connect }
	handshake := func(a *attempt) *span { return &a.tls }
	send := func(a *attempt) *span { return &a.send }
	server := func(a *attempt) *span { return &a.server }
	return &httptrace.ClientTrace{
		DNSStart:          func(httptrace.DNSStartInfo) { begin(dns) },
		DNSDone:           func(httptrace.DNSDoneInfo) { end(dns) },
		ConnectStart:      func(string, string) { begin(connect) },
		ConnectDone:       func(string, string, error) { end(connect) },
		TLSHandshakeStart: func() { begin(handshake) },
		TLSHandshakeDone:  func(tls.ConnectionState, error) { end(handshake) },
		GotConn: func(i httptrace.GotConnInfo) {
			t.set(n, func(a *attempt, _ time.Duration) { a.reused = i.Reused })
			if hasBody {
				begin(send)
			}
		},
		WroteRequest: func(i httptrace.WroteRequestInfo) {
			if hasBody {
				end(send)
			}
			if i.Err == nil {
				begin(server)
			}
		},
		GotFirstResponseByte: func() { end(server) },
	}
}

// observe notes the waits of the retry policy and why it gave up.
func (t *timeline) observe(e retry.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e.Type {
	case retry.Backoff:
		if n := len(t.attempts); n > 0 {
			t.attempts[n-1].wait = e.Wait
		}
	case retry.GiveUp:
		t.reason = string(e.Reason)
	}
}

// answer is the head of the last answer.
func (t *timeline) answer() (h head, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.last == nil {
		return head{}, false
	}
	return *t.last, true
}

// record is what a timeline has seen of a call that has ended.
type record struct {
	attempts []attempt
	total    time.Duration
	reason   string
}

// finish returns the record. The time since the last attempt was spent on the
// body. A connection that is still being made may be told to t, not to the record.
func (t *timeline) finish() record {
	t.mu.Lock()
	defer t.mu.Unlock()
	return record{slices.Clone(t.attempts), t.now().Sub(t.start), t.reason}
}
