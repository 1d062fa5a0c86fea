package mock

import (
	"fmt"
	"net/http"
)

// wantsBody reports whether the body of req decides who answers.
func (m *Transport) wantsBody(req *http.Request) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.stubs {
		if s.target(req) != nil {
			continue
		}
		for _, r := range s.rules {
			if r.needsBody {
				return true
			}
		}
	}
	return false
}

// take finds the reply to x and counts it as given.
func (m *Transport) take(x *exchange) (Reply, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.stubs {
		if len(s.misses(x)) == 0 {
			i := s.turn()
			s.given[i]++
			return s.replies[i], true
		}
	}
	return Reply{}, false
}

// misses says why s does not answer x, nothing if it does. A rule for the body
// holds for requests to the URL of s only.
func (s *Stub) misses(x *exchange) []string {
	all := s.target(x.asked)
	elsewhere := len(all) > 0
	for _, r := range s.rules {
		if elsewhere && r.needsBody {
			continue
		}
		if why := r.miss(x.asked, x.loaded); why != "" {
			all = append(all, why)
		}
	}
	if len(all) == 0 && s.turn() < 0 {
		all = append(all, fmt.Sprintf("count: all of its replies were given (%d)", s.asked()))
	}
	return all
}

// target says how method, host and path of req differ.
func (s *Stub) target(req *http.Request) (all []string) {
	if got := method(req); s.method != "" && s.method != got {
		all = append(all, fmt.Sprintf("method: want %s, got %s", s.method, got))
	}
	if why := s.url.miss(req.URL); why != "" {
		all = append(all, why)
	}
	return all
}

// turn is the index of the next reply, -1 when the stub is used up.
func (s *Stub) turn() int {
	if s.exact > 0 && s.asked() >= s.exact {
		return -1
	}
	last := len(s.replies) - 1
	for i, r := range s.replies {
		if s.given[i] < max(r.times, 1) || i == last && r.times == 0 {
			return i
		}
	}
	return -1
}

// asked is how many requests s has answered.
func (s *Stub) asked() (n int) {
	for _, g := range s.given {
		n += g
	}
	return n
}
