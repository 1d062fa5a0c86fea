package auth

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"example.com/outbound/internal/callinfo"
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

// FetchTimeout bounds one fetch of a token, the source's own retries included.
// Zero or less means the default: [DefaultFetchTimeout].
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
// Some time before that (see [RefreshAhead]) one call has a new one fetched,
// and all go on with the old one meanwhile. When it has expired all wait for the
// same fetch, each no longer than its own context lets it. The fetch itself does
// not end with any of them, but by [FetchTimeout].
//
// A 401 replaces the token, if it is still the one that was refused, and the
// request is sent once more. A second 401 is the answer, and the new token is
// then kept for a second even if it is refused again, so that a server which
// refuses everything does not bring down the token endpoint. A 403 says nothing
// about the token.
//
// After a failure src is left alone for a second, after each further one for
// twice as long, up to ten, or for as long as the endpoint asked in Retry-After, up
// to a minute: calls that have no valid token fail with the same error at once.
func Tokens(src TokenSource, opts ...TokensOption) Scheme {
	c := &cache{source: src, ahead: DefaultRefreshAhead, timeout: DefaultFetchTimeout}
	for _, o := range opts {
		o(c)
	}
	return &tokens{c}
}

// tokens is the scheme. What it knows is a pointer away, where package fmt does
// not look, whatever the verb and however deep the scheme stands in a value.
type tokens struct{ cache *cache }

// Authorize sets the Authorization field, unless the caller has.
func (t *tokens) Authorize(req *http.Request) error { return setField(t, req) }

func (t *tokens) field(req *http.Request) (*callinfo.Field, error) {
	if _, has := req.Header["Authorization"]; has {
		return callersOwn, nil
	}
	h, err := t.cache.get(req.Context())
	if err != nil {
		return nil, err
	}
	return h.field, nil
}

// callersOwn stands for the field that is there already, and wins.
var callersOwn = callinfo.NewField("Authorization", "")

// Challenge replaces the token that was refused. There is no use in sending the
// same one again.
func (t *tokens) Challenge(resp *http.Response) (again bool, err error) {
	field := resp.Request.Header.Get("Authorization")
	if !t.cache.drop(field) {
		return false, nil
	}
	h, err := t.cache.get(resp.Request.Context())
	return err == nil && h.value() != field, err
}

// Refused notes that a new token was of no use.
func (t *tokens) Refused(resp *http.Response) {
	t.cache.keep(resp.Request.Header.Get("Authorization"))
}

// Format prints the name of the scheme, whatever the verb.
func (t *tokens) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "auth.Tokens") }
