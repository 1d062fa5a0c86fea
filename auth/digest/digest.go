// Package digest is the Digest scheme of RFC 7616 on github.com/icholy/digest:
// the algorithms MD5, SHA-256, SHA-512-256 and SHA-512, and the quality of
// protection auth (auth-int and none where a server offers nothing else).
//
//	client, err := outbound.New(
//		outbound.WithBaseURL("https://device.example.com"),
//		outbound.WithAuth(digest.New("user", password)),
//	)
package digest

import (
	"fmt"
	"io"
	"net/http"

	"github.com/icholy/digest"

	"example.com/outbound/auth"
)

// New answers the Digest challenges of a server. The first request to an origin
// goes out without credentials; its 401 brings a challenge, and the request is
// sent once more with the answer. Later ones bring the answer along: the nonce
// is used on, with its count, until the server calls it stale or names another.
// Of several challenges the one with the strongest algorithm is answered, MD5
// last.
//
// A body that cannot be replayed does not survive the first 401, which is then
// the answer; the next call knows the challenge. The password itself is never
// sent.
func New(user, password string) auth.Scheme {
	return &scheme{&state{user: user, password: password}}
}

// scheme hides what it knows behind a pointer: package fmt does not look there,
// whatever the verb and however deep the scheme stands in a value.
type scheme struct{ state *state }

// Format prints the name of the scheme, whatever the verb.
func (s *scheme) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "digest.New") }

// Authorize answers the challenge that the origin is known for, if there is one.
func (s *scheme) Authorize(req *http.Request) error {
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

// Challenge learns the challenge of a 401. It is answered unless it refuses the
// very answer that was sent: a nonce that is not stale, with other credentials
// wanted.
func (s *scheme) Challenge(resp *http.Response) (again bool, err error) {
	c := strongest(resp.Header)
	if c == nil {
		return false, nil
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
