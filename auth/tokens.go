package auth

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"time"

	"example.com/outbound/internal/call"
)

// Defaults of [Tokens].
const (
	DefaultRefreshAhead = time.Minute
	DefaultFetchTimeout = 30 * time.Second
)

// TokensOption is a setting of [Tokens].
type TokensOption func(*cache)

// RefreshAhead is how long before its expiry a token is replaced, but never more
// than a tenth of its life. Zero means not before it has expired. Default:
// [DefaultRefreshAhead].
func RefreshAhead(d time.Duration) TokensOption { return func(c *cache) { c.ahead = max(d, 0) } }

// FetchTimeout bounds one fetch of a token, the source's own retries included. A
// source that ignores its context is then asked again after the pause that
// follows a failure. Zero or less means the default: [DefaultFetchTimeout].
func FetchTimeout(d time.Duration) TokensOption {
	return func(c *cache) {
		if d > 0 {
			c.timeout = d
		}
	}
}

// Tokens sends the token of src in the Authorization field.
//
// A token is fetched by the first call that needs one and kept until it expires.
// Some time before that (see [RefreshAhead]) one call begins the fetch of a new
// one, and all calls go on with the old one meanwhile. When it has expired all
// calls wait for the same fetch, each no longer than its own context lets it.
//
// A fetch ends when the last call that waits for it has left (one ahead of time,
// for which no call waits, goes on), when the client whose call began it is
// closed, and at the latest after [FetchTimeout]. A call that waits for a token
// while its own client is closed fails with kind closed; calls of other clients
// with the same scheme, such as copies made by With, begin another fetch.
//
// A 401 replaces the token, if it is still the one that was refused, and the
// request is sent once more. A second 401 is the answer, and the new token is
// then kept for a second even if it is refused again, so that a server that
// refuses everything does not overload the token endpoint. A 403 says nothing
// about the token.
//
// After a failure src is not asked for a second, after each further one for twice
// as long, up to ten, or for as long as the endpoint asked in Retry-After, up to a
// minute: calls that have no valid token fail with the same error at once. The
// same holds for a src that has not returned within [FetchTimeout], and for one
// that panics: see [PanicError].
//
// The identity of the scheme is chosen at random, since all its tokens stand for
// the same client. A source that is asked before every request, such as [File],
// has none once it was asked: its tokens may be anybody's.
func Tokens(src TokenSource, opts ...TokensOption) Scheme {
	c := &cache{source: src, ahead: DefaultRefreshAhead, timeout: DefaultFetchTimeout, id: rand.Text()}
	for _, o := range opts {
		o(c)
	}
	return &tokens{c}
}

// tokens is the scheme. What it knows is a pointer away, where package fmt does
// not look, whatever the verb and however deep the scheme is in a printed value.
type tokens struct{ cache *cache }

// Validate reports a source that is nil.
func (t *tokens) Validate() error {
	if t.cache.source == nil {
		return named("Tokens", errNilSource)
	}
	return nil
}

// Identity is the same for all tokens of the source.
func (t *tokens) Identity(*http.Request) (string, bool) {
	if t.cache.current.Load().once() {
		return "", false
	}
	return t.cache.id, t.cache.source != nil
}

// Authorize sets the Authorization field, unless the caller has.
func (t *tokens) Authorize(req *http.Request) error { return setField(t, req) }

func (t *tokens) field(req *http.Request) (*call.Field, error) {
	if _, has := req.Header["Authorization"]; has {
		return callersOwn, nil
	}
	if err := t.Validate(); err != nil {
		return nil, err
	}
	token, err := t.cache.get(req.Context())
	if err != nil {
		return nil, err
	}
	return token.field, nil
}

// callersOwn is the field that the caller set already, which wins.
var callersOwn = call.NewField("Authorization", "")

// Challenge replaces the token that was refused. There is no use in sending the
// same one again.
func (t *tokens) Challenge(resp *http.Response) (again bool, err error) {
	field := resp.Request.Header.Get("Authorization")
	if !t.cache.drop(field) {
		return false, nil
	}
	token, err := t.cache.get(resp.Request.Context())
	return err == nil && token.value() != field, err
}

// Refused notes that a new token was of no use.
func (t *tokens) Refused(resp *http.Response) {
	t.cache.keep(resp.Request.Header.Get("Authorization"))
}

// Format prints the name of the scheme, whatever the verb.
func (t *tokens) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "auth.Tokens") }
