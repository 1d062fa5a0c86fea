package auth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/mark"
)

// issuer is a token endpoint: its tokens are called 1, 2, 3 …
type issuer struct {
	life    time.Duration // 0: no expiry
	latency time.Duration
	fails   atomic.Pointer[error] // returned while set
	fetches atomic.Int64
}

func (i *issuer) source(ctx context.Context) (auth.Token, error) {
	n := i.fetches.Add(1)
	if i.latency > 0 {
		select {
		case <-time.After(i.latency):
		case <-ctx.Done():
			return auth.Token{}, ctx.Err()
		}
	}
	if err := i.fails.Load(); err != nil {
		return auth.Token{}, *err
	}
	tok := auth.Token{Value: fmt.Sprint(n)}
	if i.life > 0 {
		tok.Expiry = time.Now().Add(i.life)
	}
	return tok, nil
}

func (i *issuer) fail(err error) {
	if err == nil {
		i.fails.Store(nil)
		return
	}
	i.fails.Store(&err)
}

func (i *issuer) want(t *testing.T, fetches int64) {
	t.Helper()
	synctest.Wait()
	if got := i.fetches.Load(); got != fetches {
		t.Errorf("after %v: got %d fetches, want %d", since(), got, fetches)
	}
}

// since is the time in the bubble, which begins at midnight.
func since() time.Duration {
	return time.Since(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
}

// field is what s writes now.
func field(t *testing.T, s auth.Scheme) string {
	t.Helper()
	return authorized(t, s, get(t, home)).Header.Get("Authorization")
}

func wantField(t *testing.T, s auth.Scheme, want string) {
	t.Helper()
	if got := field(t, s); got != want {
		t.Errorf("after %v: got %q, want %q", since(), got, want)
	}
}

func TestATokenIsRefreshedAheadOfItsExpiry(t *testing.T) {
	for _, tt := range []struct {
		name string
		life time.Duration
		opts []auth.TokensOption
		at   time.Duration // when the refresh is due; 0: never
	}{
		{"a minute before, in a long life", time.Hour, nil, 59 * time.Minute},
		{"a tenth before, in a short life", 100 * time.Second, nil, 90 * time.Second},
		{"as the user says", time.Hour, []auth.TokensOption{auth.RefreshAhead(2 * time.Minute)}, 58 * time.Minute},
		{"never more than a tenth before", time.Hour, []auth.TokensOption{auth.RefreshAhead(time.Hour)}, 54 * time.Minute},
		{"not ahead", time.Hour, []auth.TokensOption{auth.RefreshAhead(0)}, time.Hour},
		{"never without an expiry", 0, nil, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				i := &issuer{life: tt.life}
				s := auth.Tokens(i.source, tt.opts...)
				wantField(t, s, "Bearer 1")
				if tt.at == 0 {
					time.Sleep(10000 * time.Hour)
					wantField(t, s, "Bearer 1")
					i.want(t, 1)
					return
				}
				time.Sleep(tt.at - 1)
				wantField(t, s, "Bearer 1")
				i.want(t, 1)
				time.Sleep(time.Nanosecond)
				field(t, s)
				i.want(t, 2)
				wantField(t, s, "Bearer 2")
			})
		})
	}
}

func TestNobodyWaitsForARefreshAheadOfTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{life: 100 * time.Second}
		s := auth.Tokens(i.source)
		wantField(t, s, "Bearer 1")
		i.latency = 5 * time.Second
		time.Sleep(90 * time.Second)
		for range 100 {
			wantField(t, s, "Bearer 1")
		}
		if got := since(); got != 90*time.Second {
			t.Errorf("the calls took until %v, want no time at all", got)
		}
		i.want(t, 2)
		time.Sleep(5 * time.Second)
		synctest.Wait()
		wantField(t, s, "Bearer 2")
	})
}

func TestARefreshThatFailsLeavesTheOldTokenInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{life: 100 * time.Second}
		s := auth.Tokens(i.source)
		wantField(t, s, "Bearer 1")
		i.fail(errors.New("down"))
		for at := 90; at < 100; at++ {
			time.Sleep(time.Duration(at)*time.Second - since())
			wantField(t, s, "Bearer 1")
			synctest.Wait()
		}
		synctest.Wait()
		i.want(t, 1+4) // at 90, 91, 93 and 97: the pauses are 1, 2 and 4 s, and the next 8 s
		i.fail(nil)
		time.Sleep(time.Second)
		wantField(t, s, "Bearer 6") // but no pause outlasts the token
	})
}

func TestAThousandCallersOverTenLivesAskOncePerLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const callers, life, lives = 1000, 2 * time.Second, 10
		i := &issuer{life: life, latency: time.Second}
		s := auth.Tokens(i.source)
		// A cycle is 1.8 s until the refresh and 1 s of latency.
		const until = lives*(life-life/10+time.Second) - 1
		var calls atomic.Int64
		var all sync.WaitGroup
		for c := range callers {
			all.Go(func() {
				for since() < until {
					calls.Add(1)
					if err := s.Authorize(get(t, home)); err != nil {
						t.Errorf("after %v: %v", since(), err)
					}
					time.Sleep(time.Duration(50+c%50) * time.Millisecond)
				}
			})
		}
		all.Wait()
		i.want(t, lives)
		if calls.Load() < callers*lives {
			t.Errorf("got %d calls only", calls.Load())
		}
	})
}

func TestAWaiterLeavesWithItsOwnContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{latency: 10 * time.Second}
		s := auth.Tokens(i.source)
		type outcome struct {
			err error
			at  time.Duration
		}
		wait := func(d time.Duration) chan outcome {
			got := make(chan outcome, 1)
			ctx, cancel := context.WithTimeout(t.Context(), d)
			go func() {
				defer cancel()
				err := s.Authorize(get(t, home).WithContext(ctx))
				got <- outcome{err, since()}
			}()
			return got
		}
		first, second, patient := wait(3*time.Second), wait(5*time.Second), wait(time.Hour)
		if got := <-first; !errors.Is(got.err, context.DeadlineExceeded) || got.at != 3*time.Second {
			t.Errorf("the one that began the fetch: got %v after %v", got.err, got.at)
		}
		if got := <-second; !errors.Is(got.err, context.DeadlineExceeded) || got.at != 5*time.Second {
			t.Errorf("the one that joined it: got %v after %v", got.err, got.at)
		}
		if got := <-patient; got.err != nil || got.at != 10*time.Second {
			t.Errorf("the patient one: got %v after %v", got.err, got.at)
		}
		i.want(t, 1)
	})
}

func TestASourceThatFailsIsLeftAloneForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{}
		i.fail(errors.New("down"))
		rt := chain(t, &record{}, auth.Tokens(i.source), home)
		pauses := []time.Duration{1, 2, 4, 8, 10, 10} // seconds
		for n, pause := range pauses {
			for range 1000 {
				if _, err := rt.RoundTrip(get(t, home)); !errors.Is(err, httperror.Auth) || !strings.Contains(err.Error(), "down") {
					t.Fatalf("got %v, want kind auth with the cause", err)
				}
			}
			i.want(t, int64(n+1))
			time.Sleep(pause * time.Second)
		}
		i.fail(nil)
		send(t, rt, get(t, home))
		i.want(t, int64(len(pauses)+1))
	})
}

func TestThePauseIsAsLongAsTheEndpointAsked(t *testing.T) {
	for _, tt := range []struct{ asked, pause time.Duration }{
		{0, time.Second}, {20 * time.Second, 20 * time.Second}, {time.Hour, time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			i := &issuer{}
			i.fail(&httperror.Error{Kind: httperror.Auth, StatusCode: 429, RetryAfter: tt.asked})
			s := auth.Tokens(i.source)
			for range 2 {
				err := s.Authorize(get(t, home))
				if !errors.Is(err, httperror.Status(429)) {
					t.Errorf("got %v, want the endpoint's status inside", err)
				}
				time.Sleep(tt.pause - 1)
			}
			i.want(t, 1)
			time.Sleep(time.Nanosecond)
			_ = s.Authorize(get(t, home))
			i.want(t, 2)
		})
	}
}

func TestWhatASourceMayReturn(t *testing.T) {
	permanent := mark.With(errors.New("invalid_client"), mark.Never)
	for _, tt := range []struct {
		name string
		tok  auth.Token
		err  error
		want string // "" for an error of kind auth
	}{
		{"no type", auth.Token{Value: "v"}, nil, "Bearer v"},
		{"the type of RFC 6749 in lower case", auth.Token{Value: "v", Type: "bearer"}, nil, "Bearer v"},
		{"another type", auth.Token{Value: "v", Type: "DPoP"}, nil, "DPoP v"},
		{"expired on arrival: it serves those who waited", auth.Token{Value: "v", Expiry: time.Unix(1, 0)}, nil, "Bearer v"},
		{"no value", auth.Token{Type: "Bearer"}, nil, ""},
		{"a value that no header may carry", auth.Token{Value: "a\nb"}, nil, ""},
		{"an error", auth.Token{}, errors.New("no"), ""},
		{"a permanent error", auth.Token{}, permanent, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			base := &record{}
			s := auth.Tokens(func(context.Context) (auth.Token, error) { return tt.tok, tt.err })
			resp, err := chain(t, base, s, home).RoundTrip(get(t, home))
			switch {
			case tt.want != "":
				if err != nil || base.fields()[0] != tt.want {
					t.Errorf("got %v, %v, want %q", resp, err, tt.want)
				}
			case !errors.Is(err, httperror.Auth):
				t.Errorf("got %v, want kind auth", err)
			case mark.Of(err) != mark.Of(tt.err):
				t.Errorf("got mark %v, want %v", mark.Of(err), mark.Of(tt.err))
			}
		})
	}
}

func TestARefusedTokenIsReplacedOnce(t *testing.T) {
	for _, tt := range []struct {
		name     string
		statuses []int
		want     []string
		status   int
	}{
		{"and the request sent again", []int{401, 200}, []string{"Bearer 1", "Bearer 2"}, 200},
		{"a second 401 is the answer", []int{401}, []string{"Bearer 1", "Bearer 2"}, 401},
		{"not after a 403", []int{403}, []string{"Bearer 1"}, 403},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base, i := &record{statuses: tt.statuses}, &issuer{}
				status := send(t, chain(t, base, auth.Tokens(i.source), home), onCall(t, post(t, home, "body")))
				if got := base.fields(); status != tt.status || !slices.Equal(got, tt.want) {
					t.Errorf("got %d after %q, want %d after %q", status, got, tt.status, tt.want)
				}
				i.want(t, int64(len(tt.want)))
			})
		})
	}
}

func TestATokenThatDidNotChangeIsNotSentAgain(t *testing.T) {
	base := &record{statuses: []int{401}}
	s := auth.Tokens(func(context.Context) (auth.Token, error) { return auth.Token{Value: "same"}, nil })
	if status := send(t, chain(t, base, s, home), get(t, home)); status != 401 || len(base.sent) != 1 {
		t.Errorf("got %d after %d requests, want the one 401", status, len(base.sent))
	}
}

func TestAServerThatRefusesEverythingDoesNotBringDownTheEndpoint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{}
		rt := chain(t, &record{statuses: []int{401}}, auth.Tokens(i.source), home)
		for range 10 { // seconds
			for range 100 {
				if status := send(t, rt, get(t, home)); status != 401 {
					t.Fatalf("got %d", status)
				}
			}
			time.Sleep(time.Second)
		}
		i.want(t, 1+10)
	})
}

// revoking is an API that takes the token of the newest number only.
type revoking struct {
	i       *issuer
	revoked atomic.Int64
}

func (r *revoking) RoundTrip(req *http.Request) (*http.Response, error) {
	time.Sleep(5 * time.Millisecond)
	var n int64
	_, _ = fmt.Sscanf(req.Header.Get("Authorization"), "Bearer %d", &n)
	status := 200
	if n <= r.revoked.Load() {
		status = 401
	}
	return &http.Response{StatusCode: status, Body: http.NoBody, Header: http.Header{}}, nil
}

func TestARevocationIsSeenByNoCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{life: time.Hour, latency: time.Second / 4}
		api := &revoking{i: i}
		rt := chain(t, api, auth.Tokens(i.source), home)
		const revocations = 5
		var all sync.WaitGroup
		for c := range 1000 {
			all.Go(func() {
				for since() < revocations*time.Second {
					if status := send(t, rt, get(t, home)); status != 200 {
						t.Errorf("after %v: got %d", since(), status)
					}
					time.Sleep(time.Duration(50+c%50) * time.Millisecond)
				}
			})
		}
		for range revocations {
			time.Sleep(time.Second / 2)
			api.revoked.Store(i.fetches.Load())
			time.Sleep(time.Second / 2)
		}
		all.Wait()
		i.want(t, 1+revocations)
	})
}
