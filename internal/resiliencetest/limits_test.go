package resiliencetest

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/mock"
)

func TestARefusalOfTheClientNamesItsLimit(t *testing.T) {
	for name, tt := range map[string]struct {
		option outbound.Option
		reply  mock.Reply
		limit  string
	}{
		"an open breaker":                   {outbound.WithBreaker(breaker.Policy{Consecutive: 1, MinRow: time.Nanosecond, OpenFor: 7 * time.Second}), mock.Status(503), "breaker open 7s"},
		"an open breaker with its defaults": {outbound.WithBreaker(breaker.Policy{Consecutive: 1, MinRow: time.Nanosecond}), mock.Status(503), "breaker open 5s"},
		"a pause that the server asks for":  {outbound.WithGate(limit.Gate{MaxHold: time.Hour}), mock.Status(503).With("Retry-After", "120"), "hold 2m0s"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, m := mock.New(t, tt.option, outbound.WithTimeout(time.Minute), outbound.WithBaseURL(sickHome))
				m.On("GET", "/a", tt.reply.After(time.Millisecond)).AnyTimes()
				for range 3 {
					_, err := outbound.Get[string](t.Context(), c, "/a")
					var he *outbound.HTTPError
					if errors.As(err, &he) && he.Delivery == httperror.NotSent {
						if he.Limit != tt.limit {
							t.Errorf("got limit %q of %v, want %q", he.Limit, err, tt.limit)
						}
						return
					}
				}
				t.Error("no call was refused")
			})
		})
	}
}
