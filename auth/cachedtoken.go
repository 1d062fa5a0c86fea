package auth

import (
	"time"

	"example.com/outbound/internal/call"
)

// keepRefused is how long a new token that is refused like the old one is kept
// all the same: the token is not what the server objects to, and the endpoint can
// bear one request per second.
const keepRefused = time.Second

// cachedToken is a token as it is kept. It does not change.
type cachedToken struct {
	field  *call.Field
	got    time.Time
	renew  time.Time // from then on a new token is fetched
	expiry time.Time // zero: none; renew has no meaning then
}

// value is the value of the Authorization field.
func (t *cachedToken) value() string { return t.field.Values[0] }

// fresh reports whether the token need not be renewed yet.
func (t *cachedToken) fresh(now time.Time) bool {
	return t != nil && (t.expiry.IsZero() || now.Before(t.renew))
}

// valid reports whether the token has not expired.
func (t *cachedToken) valid(now time.Time) bool {
	return t != nil && (t.expiry.IsZero() || now.Before(t.expiry))
}

// end is the expiry of a token that is valid, else zero.
func (t *cachedToken) end(now time.Time) time.Time {
	if !t.valid(now) {
		return time.Time{}
	}
	return t.expiry
}

// once reports whether the token is good for the calls that waited for it and no
// further one: the source is asked before every request.
func (t *cachedToken) once() bool { return t != nil && !t.valid(t.got) }

// newCachedToken keeps tok from now on. It is renewed ahead of its expiry by the
// given time, or a tenth of its life if that is less.
func newCachedToken(tok Token, now time.Time, ahead time.Duration) (*cachedToken, error) {
	field, err := tok.field()
	if err != nil {
		return nil, err
	}
	t := &cachedToken{field: call.NewField("Authorization", field), got: now, expiry: tok.Expiry}
	if life := tok.Expiry.Sub(now); !tok.Expiry.IsZero() {
		t.renew = tok.Expiry.Add(-max(min(ahead, life/10), 0))
	}
	return t, nil
}
