package logging

import (
	"crypto/tls"
	"net/http/httptrace"
	"sync"
	"time"

	"github.com/rs/zerolog"
)

// timings holds the phases of an attempt. net/http may report one after the attempt
// is over: a second address that is still being dialled.
type timings struct {
	begun time.Time

	mu                sync.Mutex
	conn              bool // the attempt had a connection
	reused            bool
	remote            string
	dns, connect, tls span
	firstByte         time.Duration
}

// span is the time from one event to another.
type span struct {
	from time.Time
	took time.Duration
}

func (t *timings) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn:              t.gotConn,
		DNSStart:             func(httptrace.DNSStartInfo) { t.begin(&t.dns) },
		DNSDone:              func(httptrace.DNSDoneInfo) { t.end(&t.dns) },
		ConnectStart:         func(string, string) { t.begin(&t.connect) },
		ConnectDone:          func(_, _ string, _ error) { t.end(&t.connect) },
		TLSHandshakeStart:    func() { t.begin(&t.tls) },
		TLSHandshakeDone:     func(tls.ConnectionState, error) { t.end(&t.tls) },
		GotFirstResponseByte: t.gotFirstByte,
	}
}

func (t *timings) gotConn(info httptrace.GotConnInfo) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.conn, t.reused = true, info.Reused
	if info.Conn != nil && info.Conn.RemoteAddr() != nil {
		t.remote = info.Conn.RemoteAddr().String()
	}
}

func (t *timings) gotFirstByte() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.firstByte = time.Since(t.begun)
}

// begin keeps the first start: several addresses may be dialled at once.
func (t *timings) begin(s *span) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s.from.IsZero() {
		s.from = time.Now()
	}
}

func (t *timings) end(s *span) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s.took = time.Since(s.from)
}

// put adds to e what was measured.
func (t *timings) put(e *zerolog.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.conn {
		e.Bool("reused", t.reused)
		text(e, "remote", t.remote)
	}
	for _, x := range [...]struct {
		name string
		took time.Duration
	}{{"dns_ms", t.dns.took}, {"connect_ms", t.connect.took}, {"tls_ms", t.tls.took}, {"first_byte_ms", t.firstByte}} {
		if x.took > 0 {
			millis(e, x.name, x.took)
		}
	}
}
