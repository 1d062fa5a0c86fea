package mock

import (
	"slices"
	"strings"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/redact"
)

// Attempts is how many requests reached the base: retries and redirects count.
func (m *Transport) Attempts() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.log)
}

// Calls is how many calls of a client sent at least one request of this method
// to this URL, both as in [Transport.On]: a call counts once, however often it
// was retried. A request that came without a client of package outbound is a
// call of its own.
func (m *Transport) Calls(method, url string) (n int) {
	m.t.Helper()
	s := m.pattern("Calls", method, url)
	var seen []*call.Call
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, x := range m.log {
		if len(s.target(x.asked)) > 0 || x.call != nil && slices.Contains(seen, x.call) {
			continue
		}
		seen = append(seen, x.call)
		n++
	}
	return n
}

// AssertOrder fails the test unless requests as these ("POST /token", "GET
// /users/{id}"; any method without one) came in this order. Others may have come
// in between.
func (m *Transport) AssertOrder(requests ...string) {
	m.t.Helper()
	rest := make([]*Stub, len(requests))
	for i, r := range requests {
		method, url, ok := strings.Cut(r, " ")
		if !ok {
			method, url = "", r
		}
		rest[i] = m.pattern("AssertOrder", method, url)
	}
	var got []string
	m.mu.Lock()
	for _, x := range m.log {
		got = append(got, line(x.asked))
		if len(rest) > 0 && len(rest[0].target(x.asked)) == 0 {
			rest = rest[1:]
		}
	}
	m.mu.Unlock()
	if len(rest) > 0 {
		want := make([]string, len(requests))
		for i, r := range requests {
			target, query, _ := strings.Cut(r, "?")
			if want[i] = target; query != "" {
				want[i] += "?" + redact.Query(query, func(string) bool { return true })
			}
		}
		m.t.Errorf("mock: AssertOrder: %q did not come in its place:\n  want %s\n  got  %s",
			want[len(want)-len(rest)], strings.Join(want, ", "), strings.Join(got, ", "))
	}
}

// pattern is a stub that answers nothing, only matches.
func (m *Transport) pattern(caller, method, url string) *Stub {
	m.t.Helper()
	p, err := parsePattern(url)
	if err != nil {
		m.t.Fatalf("mock: %s(%q, %q): %v", caller, method, redact.Text(url), err)
	}
	return &Stub{m: m, method: strings.ToUpper(method), url: p}
}
