package auth_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
)

type (
	valueKey struct{}
	otherKey struct{}
)

func TestAFetchHasTheValuesButNotTheRecordOfTheCallThatBeganIt(t *testing.T) {
	outer := onCall(t, get(t, home)) // a layer makes the call
	ctx := context.WithValue(t.Context(), valueKey{}, "v")
	for name, ctx := range map[string]context.Context{
		"a call":           ctx,
		"a call in a call": context.WithValue(outer.WithContext(onCall(t, get(t, home).WithContext(ctx)).Context()).Context(), otherKey{}, 1),
	} {
		asked := false
		s := auth.Tokens(func(ctx context.Context) (auth.Token, error) {
			asked = true
			if call.From(ctx) != nil {
				t.Errorf("%s: the fetch has the record of a call: its connections would count as the call's", name)
			}
			if _, bounded := ctx.Deadline(); ctx.Err() != nil || ctx.Value(valueKey{}) != "v" || !bounded {
				t.Errorf("%s: got %v, value %v, bounded %v", name, ctx.Err(), ctx.Value(valueKey{}), bounded)
			}
			return auth.Token{Value: "x"}, nil
		})
		wantToken(t, s, onCall(t, get(t, home).WithContext(ctx)).Context(), "Bearer x")
		if !asked {
			t.Errorf("%s: the source was not asked", name)
		}
	}
}

// wantToken authorizes a request with ctx.
func wantToken(t *testing.T, s auth.Scheme, ctx context.Context, want string) {
	t.Helper()
	if got := authorized(t, s, get(t, home).WithContext(ctx)).Header.Get("Authorization"); got != want {
		t.Errorf("after %v: got %q, want %q", since(), got, want)
	}
}

// fetches is a source that notes what becomes of the contexts it is given.
type fetches struct {
	begun, ended atomic.Int64
	obeys        bool          // returns when its context ends …
	takes        time.Duration // … or after this
}

func (f *fetches) source(ctx context.Context) (auth.Token, error) {
	n := f.begun.Add(1)
	context.AfterFunc(ctx, func() { f.ended.Add(1) })
	done := ctx.Done()
	if !f.obeys {
		done = nil
	}
	select {
	case <-time.After(f.takes):
		return auth.Token{Value: fmt.Sprint(n)}, nil
	case <-done:
		return auth.Token{}, fmt.Errorf("asking: %w", ctx.Err())
	}
}

func TestAFetchEndsWithTheLastCallThatWaitsForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fetches{obeys: true, takes: 20 * time.Second}
		s := auth.Tokens(f.source)
		for _, d := range []time.Duration{1 * time.Second, 3 * time.Second} {
			go func() {
				ctx, cancel := context.WithTimeout(t.Context(), d)
				defer cancel()
				if err := s.Authorize(get(t, home).WithContext(ctx)); !errors.Is(err, context.DeadlineExceeded) || since() != d {
					t.Errorf("got %v after %v, want the caller's deadline of %v", err, since(), d)
				}
			}()
		}
		time.Sleep(2 * time.Second)
		if f.ended.Load() != 0 {
			t.Error("the fetch ended while a call waited")
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if f.begun.Load() != 1 || f.ended.Load() != 1 {
			t.Errorf("got %d fetches, %d ended, want the one ended with the last call", f.begun.Load(), f.ended.Load())
		}
		wantField(t, s, "Bearer 2") // at once: an abandoned fetch is no failure
		if since() != 23*time.Second {
			t.Errorf("got the token after %v, want 23s", since())
		}
	})
}

func TestACallThatJoinsAnAbandonedFetchBeginsAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fetches{takes: 5 * time.Second} // deaf
		s := auth.Tokens(f.source)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Authorize(get(t, home).WithContext(ctx)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		wantField(t, s, "Bearer 1") // the source did return a token
		if since() != 5*time.Second || f.begun.Load() != 1 {
			t.Errorf("got %d fetches after %v, want no second one beside the first", f.begun.Load(), since())
		}
	})
}

func TestARefreshAheadOfTimeEndsWithItsBoundAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n, ended atomic.Int64
		s := auth.Tokens(func(ctx context.Context) (auth.Token, error) {
			if n.Add(1) > 1 {
				<-ctx.Done()
				ended.Add(1)
				return auth.Token{}, ctx.Err()
			}
			return auth.Token{Value: "1", Expiry: time.Now().Add(time.Hour)}, nil
		})
		wantField(t, s, "Bearer 1")
		time.Sleep(59 * time.Minute)
		wantField(t, s, "Bearer 1")
		time.Sleep(auth.DefaultFetchTimeout - 1)
		synctest.Wait()
		if n.Load() != 2 || ended.Load() != 0 {
			t.Errorf("got %d fetches, %d ended: want the refresh to go on", n.Load(), ended.Load())
		}
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		if ended.Load() != 1 {
			t.Error("the refresh did not end with its bound")
		}
	})
}

func TestASourceThatHangsOnceIsAskedAgain(t *testing.T) {
	for _, bound := range []time.Duration{50 * time.Millisecond, auth.DefaultFetchTimeout} {
		synctest.Test(t, func(t *testing.T) {
			var asked atomic.Int64
			hang := make(chan struct{})
			s := auth.Tokens(func(context.Context) (auth.Token, error) {
				if asked.Add(1) == 1 {
					<-hang
					return auth.Token{Value: "late"}, nil
				}
				return auth.Token{Value: "second"}, nil
			}, auth.FetchTimeout(bound))
			begun := since()
			for range 3 {
				var timeout interface{ Timeout() bool }
				err := s.Authorize(get(t, home))
				if !errors.As(err, &timeout) || !timeout.Timeout() || since()-begun != bound || !strings.Contains(err.Error(), bound.String()) {
					t.Errorf("got %v after %v, want a timeout that names the bound of %v", err, since()-begun, bound)
				}
			}
			time.Sleep(time.Second)
			wantField(t, s, "Bearer second")
			close(hang)
			synctest.Wait()
			wantField(t, s, "Bearer second") // a late answer does not replace a newer one
			if asked.Load() != 2 {
				t.Errorf("the source was asked %d times, want 2", asked.Load())
			}
		})
	}
}

func TestATokenThatComesLateIsKeptIfNoOtherFetchHasBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fetches{takes: 40 * time.Second}
		s := auth.Tokens(f.source)
		if err := s.Authorize(get(t, home)); err == nil {
			t.Error("got no error")
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		wantField(t, s, "Bearer 1")
		if f.begun.Load() != 1 || since() != 40*time.Second {
			t.Errorf("got %d fetches after %v", f.begun.Load(), since())
		}
	})
}

func TestAHangingSourceIsNotAskedByEveryCallThatGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fetches{takes: 1000 * time.Hour}
		s := auth.Tokens(f.source)
		for since() < 10*time.Minute {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			_ = s.Authorize(get(t, home).WithContext(ctx))
			cancel()
			time.Sleep(time.Second)
		}
		if n := f.begun.Load(); n < 10 || n > 20 { // one per bound and pause, of 31 to 40 s together
			t.Errorf("the source was asked %d times in ten minutes", n)
		}
		time.Sleep(2000 * time.Hour) // let the sources return
	})
}

func TestASourceThatPanicsFailsTheCallsThatWait(t *testing.T) {
	cause := errors.New("index of the shard")
	for name, value := range map[string]any{"a text": "boom token=s3cret-canary", "an error": cause, "nil": nil} {
		synctest.Test(t, func(t *testing.T) {
			s := auth.Tokens(func(context.Context) (auth.Token, error) {
				time.Sleep(time.Second)
				panic(value)
			})
			results := make(chan error)
			for range 3 {
				go func() {
					_, err := chain(t, &record{}, s, home).RoundTrip(get(t, home))
					results <- err
				}()
			}
			for range 3 {
				err := <-results
				p, ok := errors.AsType[*auth.PanicError](err)
				if !errors.Is(err, httperror.Auth) || !ok {
					t.Fatalf("%s: got %v, want kind auth with the panic", name, err)
				}
				if value != nil && p.Value != value || !strings.Contains(string(p.Stack), "TestASourceThatPanics") {
					t.Errorf("%s: got value %v and stack %s", name, p.Value, p.Stack)
				}
				if err, isErr := value.(error); isErr && !errors.Is(p, err) {
					t.Errorf("%s: the error is not in the chain", name)
				}
				if text := fmt.Sprintf("%v %+v %#v", err, err, err); !strings.Contains(text, "panicked") || strings.Contains(text, canary) || strings.Contains(text, "\n") {
					t.Errorf("%s: got %q", name, text)
				}
			}
		})
	}
}

func TestASourceThatExitsItsGoroutineIsAFailure(t *testing.T) {
	s := auth.Tokens(func(context.Context) (auth.Token, error) { exit(); return auth.Token{}, nil })
	if err := s.Authorize(get(t, home)); !errors.Is(err, httperror.Auth) {
		t.Errorf("got %v, want kind auth", err)
	}
}
