package auth

import (
	"time"

	"example.com/outbound/internal/callinfo"
)

// keepRefused is how long a new token that is refused like the old one is kept
// all the same: the token is not what the server minds, and one call to the
// endpoint per second is no harm to it.
const keepRefused = time.Second

// held is a token as it is kept. It does not change.
type held struct {
	field  *callinfo.Field
	renew  time.Time // from here on a new one is fetched
	expiry time.Time // zero: none; then renew means nothing
}

// value is that of the Authorization field.
func (h *held) value() string { return h.field.Values[0] }

// fresh reports whether the token is good without a second thought.
func (h *held) fresh(now time.Time) bool {
	return h != nil && (h.expiry.IsZero() || now.Before(h.renew))
}

// valid reports whether the token has not expired.
func (h *held) valid(now time.Time) bool {
	return h != nil && (h.expiry.IsZero() || now.Before(h.expiry))
}

// end is the expiry of a token that is valid, else zero.
func (h *held) end(now time.Time) time.Time {
	if !h.valid(now) {
		return time.Time{}
	}
	return h.expiry
}

// hold keeps tok from now on. It is renewed ahead of its expiry by the given
// time, or a tenth of its life if that is less.
func hold(tok Token, now time.Time, ahead time.Duration) (*held, error) {
	field, err := tok.field()
	if err != nil {
		return nil, err
	}
	h := &held{field: callinfo.NewField("Authorization", field), expiry: tok.Expiry}
	if life := tok.Expiry.Sub(now); !tok.Expiry.IsZero() {
		h.renew = tok.Expiry.Add(-max(min(ahead, life/10), 0))
	}
	return h, nil
}
