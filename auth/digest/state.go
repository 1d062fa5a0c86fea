package digest

import (
	"net/url"
	"sync"

	"github.com/icholy/digest"

	"example.com/outbound/internal/origin"
)

// maxOrigins bounds what is remembered where a pattern names many.
const maxOrigins = 1000

// state is the credentials and the challenge of each origin.
type state struct {
	user, password string
	id             string
	problem        error
	strong         bool

	mu    sync.Mutex
	known map[string]*known
}

// known is a challenge and how often it was answered.
type known struct {
	challenge *digest.Challenge
	count     int
}

// use returns the challenge of an origin and its next count, nil if there is
// none. A challenge is not written to after it was learned.
func (s *state) use(origin string) (*digest.Challenge, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.known[origin]
	if k == nil {
		return nil, 0
	}
	k.count++
	return k.challenge, k.count
}

// learn remembers a challenge, unless its nonce is the one in use: then the
// count goes on.
func (s *state) learn(origin string, c *digest.Challenge) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := s.known[origin]; k != nil && k.challenge.Nonce == c.Nonce {
		return
	}
	if s.known == nil || len(s.known) >= maxOrigins {
		s.known = map[string]*known{}
	}
	s.known[origin] = &known{challenge: c}
}

func (s *state) forget(origin string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.known, origin)
}

// originOf is where a challenge is valid.
func originOf(u *url.URL) string { return u.Scheme + "://" + origin.Key(u) }
