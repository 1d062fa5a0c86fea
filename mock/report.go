package mock

import (
	"fmt"
	"slices"
	"strings"

	"example.com/outbound/internal/memnet"
)

// finish is the end of the test.
func (m *Transport) finish() {
	m.t.Helper()
	m.mu.Lock()
	open := make([]*memnet.Conn, 0, len(m.open))
	for c := range m.open {
		open = append(open, c)
	}
	m.ended = true
	problems := m.problems()
	m.mu.Unlock()
	for _, c := range open {
		_ = c.Close()
	}
	if m.running != nil {
		m.running.Wait()
	}
	for _, p := range problems {
		m.t.Errorf("mock: %s", p)
	}
}

// problems lists the requests without an answer and, unless the test has failed
// already, the replies that were not given.
func (m *Transport) problems() (all []string) {
	for i, l := range m.unmatched {
		if slices.Contains(m.unmatched[:i], l) {
			continue
		}
		times := ""
		if n := count(m.unmatched, l); n > 1 {
			times = fmt.Sprintf(" (%d times)", n)
		}
		all = append(all, fmt.Sprintf("a request met no stub%s:\n    %s\n%s", times, l.line, strings.TrimRight(l.why, "\n")))
	}
	if m.t.Failed() || m.t.Skipped() {
		return all
	}
	for _, s := range m.stubs {
		if !s.free {
			all = append(all, s.unused()...)
		}
	}
	return all
}

// unused says which replies of s were not given.
func (s *Stub) unused() (all []string) {
	if s.asked() < s.exact {
		return []string{fmt.Sprintf("a stub was asked too seldom:\n    %v: want %d requests, got %d", s, s.exact, s.asked())}
	}
	for i, r := range s.replies {
		if want := max(r.times, 1); s.given[i] < want {
			all = append(all, fmt.Sprintf("a reply was not used:\n    %v: reply %d of %d, %s: given %d of %d times",
				s, i+1, len(s.replies), r.what, s.given[i], want))
		}
	}
	return all
}

func count(all []unmatched, l unmatched) (n int) {
	for _, x := range all {
		if x == l {
			n++
		}
	}
	return n
}
