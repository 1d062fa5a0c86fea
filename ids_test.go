package outbound_test

import (
	"errors"
	"net/http"
	"net/http/cookiejar"
	"slices"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

const idHeader = "X-Request-Id"

// values are what a field had on each request.
func (f *fake) values(field string) (all []string) {
	for _, req := range f.requests() {
		all = append(all, req.Header.Get(field))
	}
	return all
}

func TestOneRequestIDPerCallTheSameOnEveryAttemptAndHop(t *testing.T) {
	eachDoor(t, func(t *testing.T, d door) {
		base := newFake(status(503), redirect(302, "https://b.example/"), status(503), text(200, "ok"))
		c := newClient(t, outbound.WithMockTransport(base), outbound.WithRequestID(idHeader), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
		for range 2 {
			if _, err := d.call(t.Context(), c, get()); err != nil {
				t.Fatal(err)
			}
		}
		ids := base.values(idHeader)
		if len(slices.Compact(slices.Clone(ids))) != 2 || slices.Contains(ids, "") || ids[0] != ids[3] {
			t.Errorf("got request IDs %q, want one for four requests and another for the rest", ids)
		}
	})
}

func TestARequestIDThatIsThereWins(t *testing.T) {
	ctx := middleware.ContextWithRequestID(t.Context(), "of the context")
	eachDoor(t, func(t *testing.T, d door) {
		base := newFake(status(404))
		c := newClient(t, outbound.WithMockTransport(base), outbound.WithRequestID(idHeader))
		for want, opts := range map[string][]outbound.CallOption{
			"of the context": nil,
			"of the call":    {outbound.Header(idHeader, "of the call")},
		} {
			_, err := d.call(ctx, c, get(opts...))
			if e := wantKind(t, err, httperror.ClientStatus); e.RequestID != want || base.last(t).Header.Get(idHeader) != want {
				t.Errorf("got %q sent and %q in the error, want %q", base.last(t).Header.Get(idHeader), e.RequestID, want)
			}
		}
	})
}

func TestOneIdempotencyKeyPerPostAndPatchTheSameOnEveryAttempt(t *testing.T) {
	for _, method := range []string{"GET", "PUT", "POST", "PATCH"} {
		eachDoor(t, func(t *testing.T, d door) {
			base := newFake(status(503), status(503), text(200, "ok"))
			c := newClient(t, outbound.WithMockTransport(base), outbound.WithIdempotencyKeys(), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
			for range 2 {
				if _, err := d.call(t.Context(), c, ask{method: method, url: get().url, body: "x"}); err != nil {
					t.Fatal(err)
				}
			}
			keys := base.values("Idempotency-Key")
			keyed := method == "POST" || method == "PATCH"
			if len(keys) != 4 || keyed != (keys[0] != "") || keys[0] != keys[1] || keys[1] != keys[2] || keyed == (keys[2] == keys[3]) {
				t.Errorf("%s: got keys %q", method, keys)
			}
		})
	}
}

func TestTheCallersIdempotencyKeyWins(t *testing.T) {
	eachDoor(t, func(t *testing.T, d door) {
		base := newFake(status(503), text(200, "ok"))
		c := newClient(t, outbound.WithMockTransport(base), outbound.WithIdempotencyKeys(), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
		_, err := d.call(t.Context(), c, ask{method: "POST", url: get().url, body: "x", opts: []outbound.CallOption{outbound.Header("Idempotency-Key", "mine")}})
		if keys := base.values("Idempotency-Key"); err != nil || !slices.Equal(keys, []string{"mine", "mine"}) {
			t.Errorf("got keys %q, %v, want mine twice", keys, err)
		}
	})
}

func TestAPostIsNotSentTwiceWithoutAWordForIt(t *testing.T) {
	reset := fails(errors.New("broken"))
	for name, c := range map[string]struct {
		opts []outbound.CallOption
		want int
	}{
		"plain":          {nil, 1},
		"idempotent":     {[]outbound.CallOption{outbound.Idempotent()}, 2},
		"with a key":     {[]outbound.CallOption{outbound.Header("Idempotency-Key", "k")}, 2},
		"NoRetry on top": {[]outbound.CallOption{outbound.Idempotent(), outbound.NoRetry()}, 1},
		"its own policy": {[]outbound.CallOption{outbound.Retry(retry.Policy{Methods: retry.AnyMethod(), When: failed, Wait: retry.Constant(0)})}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			eachDoor(t, func(t *testing.T, d door) {
				base := newFake(reset, text(200, "ok"))
				client := newClient(t, outbound.WithMockTransport(base), outbound.WithRetry(retry.Policy{When: failed, Wait: retry.Constant(0)}))
				_, _ = d.call(t.Context(), client, ask{method: "POST", url: get().url, body: "x", opts: c.opts})
				base.wantSent(t, c.want)
			})
		})
	}
}

func TestCookiesAreKeptInAJarOnly(t *testing.T) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		jar  http.CookieJar
		want string
	}{"without": {nil, ""}, "with": {jar, "id=1"}} {
		t.Run(name, func(t *testing.T) {
			base := newFake(text(200, "ok").with("Set-Cookie", "id=1"), text(200, "ok"))
			client := newClient(t, outbound.WithMockTransport(base), outbound.WithCookieJar(c.jar))
			for _, d := range doors {
				if _, err := d.call(t.Context(), client, get()); err != nil {
					t.Fatal(err)
				}
				if d.name == "R" {
					continue // the first, which brings the cookie
				}
				if got := base.last(t).Header.Get("Cookie"); got != c.want {
					t.Errorf("%s: got Cookie %q, want %q", d.name, got, c.want)
				}
			}
		})
	}
}
