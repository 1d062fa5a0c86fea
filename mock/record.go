package mock

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"example.com/outbound/internal/redact"
)

// Recorded is one request as it reached the base, retries and redirects
// included. Printed, it shows no secret; its fields are as they were sent.
type Recorded struct {
	Method string
	URL    string
	Host   string // the Host field, which net/http does not keep in Header
	Header http.Header
	Body   []byte    // what was read of it, see [Transport.KeepBodies]; empty if no connection was made
	Length int64     // how many bytes of the body were read
	Time   time.Time // when it arrived
}

// Format prints the method and the redacted URL, for every verb.
func (r Recorded) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "%s %s (%d bytes)", r.Method, redact.RawURL(r.URL), r.Length)
}

// KeepBodies keeps at most max bytes of the body of each later request for
// [Recorded.Body]. Without it bodies are kept whole until the test ends.
func (m *Transport) KeepBodies(max int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keep = max
}

// Requests returns the requests so far, in order.
func (m *Transport) Requests() []Recorded {
	m.mu.Lock()
	log := slices.Clone(m.log)
	m.mu.Unlock()
	all := make([]Recorded, len(log))
	for i, x := range log {
		all[i] = x.recorded()
	}
	return all
}

func method(req *http.Request) string {
	if req.Method == "" {
		return http.MethodGet
	}
	return req.Method
}
