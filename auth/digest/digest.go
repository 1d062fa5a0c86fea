// Package digest is the Digest scheme of RFC 7616 on github.com/icholy/digest:
// the algorithms MD5, SHA-256, SHA-512-256 and SHA-512, and the quality of
// protection auth (auth-int and none where a server offers nothing else).
//
//	client, err := outbound.New(
//		outbound.WithBaseURL("https://device.example.com"),
//		outbound.WithAuth(digest.New("user", password)),
//	)
//
// The first request to a server is sent without credentials, and once more with the
// answer to the server's challenge; later ones have it from the beginning. [Strong]
// refuses MD5.
package digest

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode"

	"github.com/icholy/digest"

	"example.com/outbound/auth"
	"example.com/outbound/internal/identity"
)

var errWeak = errors.New("digest: the server offers no challenge with SHA-256 and a quality of protection")

// Option is a setting of [New].
type Option func(*state)

// Strong answers only challenges with SHA-256 or a stronger algorithm and a
// quality of protection, since a server, or an attacker in its place, that chooses
// MD5 or leaves out qop can search for the password with tables made beforehand.
// Where a server offers weaker challenges only, the call fails with kind auth.
// Default: every challenge is answered.
func Strong() Option { return func(s *state) { s.strong = true } }

// New answers the Digest challenges of a server. The first request to an origin
// goes out without credentials; its 401 brings a challenge, and the request is
// sent once more with the answer. Later requests have the answer from the start:
// the nonce is used, with its count, until the server calls it stale or names
// another. Of several challenges the one with the strongest algorithm is answered,
// MD5 last.
//
// A request whose body cannot be replayed gets the first 401 as its answer; the
// next call knows the challenge. The password itself is never sent. A user that is
// empty, has a colon or a control character is a problem of outbound.New.
func New(user, password string, opts ...Option) auth.Scheme {
	s := &state{user: user, password: password, id: identity.Of("digest", user, password), problem: problem(user)}
	for _, o := range opts {
		o(s)
	}
	return &scheme{s}
}

// problem is why no server could accept the user.
func problem(user string) error {
	switch {
	case user == "":
		return errors.New("digest: the user is empty")
	case strings.Contains(user, ":"):
		return errors.New("digest: the user has a colon, so that no server could tell it from the realm")
	case strings.ContainsFunc(user, unicode.IsControl):
		return errors.New("digest: the user has a control character")
	}
	return nil
}

// scheme hides what it knows behind a pointer: package fmt does not look there,
// whatever the verb and however deep the scheme is in a printed value.
type scheme struct{ state *state }

// Format prints the name of the scheme, whatever the verb.
func (s *scheme) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "digest.New") }

// Validate returns why the credentials cannot be used.
func (s *scheme) Validate() error { return s.state.problem }

// Identity is a hash of user and password.
func (s *scheme) Identity(*http.Request) (string, bool) { return s.state.id, s.state.problem == nil }

// Authorize answers the challenge that the origin is known for, if there is one.
func (s *scheme) Authorize(req *http.Request) error {
	if s.state.problem != nil {
		return s.state.problem
	}
	if _, has := req.Header["Authorization"]; has {
		return nil
	}
	c, count := s.state.use(originOf(req.URL))
	if c == nil {
		return nil
	}
	answer, err := digest.Digest(c, digest.Options{
		Method:   method(req),
		URI:      req.URL.RequestURI(),
		GetBody:  req.GetBody,
		Count:    count,
		Username: s.state.user,
		Password: s.state.password,
	})
	if err != nil {
		return fmt.Errorf("answer challenge: %w", err)
	}
	req.Header["Authorization"] = []string{answer.String()}
	return nil
}

// Challenge remembers the challenge of a 401. It is answered, unless it refuses
// the answer that was sent: its nonce is the same and not stale, so that the
// credentials are wrong.
func (s *scheme) Challenge(resp *http.Response) (again bool, err error) {
	c := strongest(resp.Header)
	if c == nil {
		return false, nil
	}
	if s.state.strong && !isStrong(c) {
		return false, errWeak
	}
	s.state.learn(originOf(resp.Request.URL), c)
	return c.Stale || c.Nonce != nonceOf(resp.Request), nil
}

// Refused forgets the challenge whose answer was refused: the credentials are
// wrong, and asking first keeps the next call from being wrong twice.
func (s *scheme) Refused(resp *http.Response) {
	s.state.forget(originOf(resp.Request.URL))
}

func method(req *http.Request) string {
	if req.Method == "" {
		return http.MethodGet
	}
	return req.Method
}
