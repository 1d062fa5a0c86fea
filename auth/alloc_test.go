package auth_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"example.com/outbound/auth"
	"example.com/outbound/internal/call"
	"example.com/outbound/middleware"
)

var answer = &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody}

func nothing() http.RoundTripper {
	return middleware.Func(func(*http.Request) (*http.Response, error) { return answer, nil })
}

func cached() auth.Scheme {
	return auth.Tokens(func(context.Context) (auth.Token, error) {
		return auth.Token{Value: "token", Expiry: time.Now().Add(time.Hour)}, nil
	})
}

// cloning is what any layer that writes a header pays.
var cloning = middleware.Func(func(req *http.Request) (*http.Response, error) {
	return nothing().RoundTrip(call.Writable(req))
})

func TestACachedTokenCostsAtMostTwoAllocations(t *testing.T) {
	req := get(t, home)
	req.Header = http.Header{"Accept": {"application/json"}, "User-Agent": {"x"}, "X-Request-Id": {"x"}}
	count := func(rt http.RoundTripper) float64 {
		return testing.AllocsPerRun(1000, func() { _, _ = rt.RoundTrip(req) })
	}
	for name, s := range map[string]auth.Scheme{"Tokens": cached(), "Bearer": auth.Bearer("token")} {
		clone, all := count(cloning), count(chain(t, nothing(), s, home))
		if all-clone > 2 {
			t.Errorf("%s: got %v allocations on top of the %v of a clone, want 2 at most", name, all-clone, clone)
		}
	}
}

func BenchmarkCachedToken(b *testing.B) {
	req := get(b, home)
	req.Header = http.Header{"Accept": {"application/json"}, "User-Agent": {"x"}, "X-Request-Id": {"x"}}
	for _, bb := range []struct {
		name string
		rt   http.RoundTripper
	}{
		{"clone alone", cloning},
		{"Bearer", chain(b, nothing(), auth.Bearer("token"), home)},
		{"Tokens", chain(b, nothing(), cached(), home)},
		{"Tokens from a variable", chain(b, nothing(), auth.Tokens(auth.Env("PATH")), home)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := bb.rt.RoundTrip(req); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
