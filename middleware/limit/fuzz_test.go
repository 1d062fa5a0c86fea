package limit_test

import (
	"net/http"
	"testing"
	"time"

	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware/limit"
)

// FuzzGate: whatever a server writes into its fields, a hold is never longer than
// MaxHold and its spread, and never negative.
func FuzzGate(f *testing.F) {
	for _, seed := range [][4]string{
		{"30", `"default";r=0;t=30`, `"default";q=100;w=60`, "0"},
		{"Sat, 01 Jan 2050 00:00:00 GMT", `limit=100, remaining=0, reset=30`, "", "1735689600"},
		{"99999999999999999999", `"a";r=0;t=999999999999999`, `"a";q=-1`, "99999999999999999"},
		{"-1", `a;r=1;t=1, (b c);r=0`, "?1", "1.5"},
		{"", `"x";r=-0;t=00000000000`, `"x";q=0`, "."},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3], 429)
	}
	gates := make([]*limit.Holds, 3)
	req := testkit.Get(f, "https://a.test/")
	f.Fuzz(func(t *testing.T, retryAfter, rateLimit, policy, reset string, code int) {
		h := http.Header{"Retry-After": {retryAfter}, "Ratelimit": {rateLimit}, "Ratelimit-Policy": {policy}}
		older := http.Header{"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {reset}, "X-Ratelimit-Limit": {policy}}
		for pace := range gates {
			for _, fields := range []http.Header{h, older} {
				g, err := limit.NewHolds(limit.Gate{RateLimit: limit.Pace(pace)})
				if err != nil {
					t.Fatal(err)
				}
				g.Learn(req, &http.Response{StatusCode: code, Header: fields})
				if d := g.Hold(req); d < 0 || d > limit.DefaultMaxHold+limit.DefaultSpread {
					t.Errorf("%q: got a hold of %v", fields, d)
				}
				for _, s := range g.States() {
					if s.Held < 0 || s.Held > time.Minute {
						t.Errorf("%q: got %+v", fields, s)
					}
				}
			}
		}
	})
}
