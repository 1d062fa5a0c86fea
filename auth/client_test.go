package auth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

func client(t *testing.T, base http.RoundTripper, opts ...outbound.Option) *outbound.Client {
	t.Helper()
	c, err := outbound.New(append([]outbound.Option{outbound.WithBaseURL(home), outbound.WithMockTransport(base)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNoFetchIsLeftAfterClose(t *testing.T) {
	for name, obeys := range map[string]bool{"that obeys its context": true, "that ignores it": false} {
		t.Run("a source "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &fetches{obeys: obeys, takes: 20 * time.Second}
				c := client(t, &record{}, outbound.WithAuth(auth.Tokens(f.source)))
				failed := make(chan error, 2)
				for range 2 {
					go func() {
						_, err := outbound.Get[string](t.Context(), c, "/")
						failed <- err
					}()
				}
				time.Sleep(time.Second)
				_ = c.Close()
				for range 2 {
					if err := <-failed; !errors.Is(err, httperror.Closed) || since() != time.Second {
						t.Errorf("got %v after %v, want kind closed at once", err, since())
					}
				}
				synctest.Wait()
				if f.begun.Load() != 1 || f.ended.Load() != 1 {
					t.Errorf("got %d fetches, %d ended", f.begun.Load(), f.ended.Load())
				}
				if !obeys {
					time.Sleep(20 * time.Second) // nothing can end it but itself
				}
			})
		})
	}
}

func TestARefreshThatNoCallWaitsForEndsWithTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fetches{obeys: true}
		s := auth.Tokens(func(ctx context.Context) (auth.Token, error) {
			tok, err := f.source(ctx)
			tok.Expiry = time.Now().Add(time.Hour)
			f.takes = 20 * time.Second
			return tok, err
		})
		c := client(t, &record{}, outbound.WithAuth(s))
		if _, err := outbound.Get[string](t.Context(), c, "/"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(59 * time.Minute)
		if _, err := outbound.Get[string](t.Context(), c, "/"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		before := f.ended.Load()
		_ = c.Close()
		synctest.Wait()
		if f.begun.Load() != f.ended.Load() || before == f.ended.Load() {
			t.Errorf("got %d fetches, %d ended before Close and %d after it", f.begun.Load(), before, f.ended.Load())
		}
	})
}

func TestACopyGoesOnWithTheSchemeOfAClosedClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fetches{obeys: true, takes: 5 * time.Second}
		c := client(t, &record{}, outbound.WithAuth(auth.Tokens(f.source)))
		copied, err := c.With(outbound.WithUserAgent("copy"))
		if err != nil {
			t.Fatal(err)
		}
		of := func(c *outbound.Client) chan error {
			got := make(chan error, 1)
			go func() {
				_, err := outbound.Get[string](t.Context(), c, "/")
				got <- err
			}()
			synctest.Wait()
			return got
		}
		first, second := of(c), of(copied) // the fetch is of the first, which is closed
		time.Sleep(time.Second)
		_ = c.Close()
		if err := <-first; !errors.Is(err, httperror.Closed) {
			t.Errorf("got %v, want kind closed", err)
		}
		if err := <-second; err != nil || since() != 6*time.Second || f.begun.Load() != 2 {
			t.Errorf("got %v after %v and %d fetches, want a fetch of the copy's own", err, since(), f.begun.Load())
		}
		if err := <-of(copied); err != nil {
			t.Error(err)
		}
	})
}

func contains(s, part string) bool { return strings.Contains(s, part) }

func TestTheOptionsOfACallAreNotThoseOfTheFetch(t *testing.T) {
	base, idp := &record{}, &record{}
	endpoint, err := outbound.New(outbound.WithBaseURL("https://idp.example"), outbound.WithMockTransport(idp))
	if err != nil {
		t.Fatal(err)
	}
	for name, ask := range map[string]func(context.Context) error{
		"a typed call": func(ctx context.Context) error {
			_, err := outbound.Get[string](ctx, endpoint, "/token")
			return err
		},
		"R": func(ctx context.Context) error { _, err := endpoint.R(ctx).Get("/token"); return err },
		"HTTP": func(ctx context.Context) error {
			req, _ := http.NewRequestWithContext(ctx, http.MethodGet, "https://idp.example/token", nil)
			resp, err := endpoint.HTTP().Do(req)
			if err == nil {
				_ = resp.Body.Close()
			}
			return err
		},
	} {
		idp.sent = nil
		c := client(t, base, outbound.WithAuth(auth.Tokens(func(ctx context.Context) (auth.Token, error) {
			return auth.Token{Value: "token"}, ask(ctx)
		})))
		var meta outbound.ResponseMeta
		ctx := outbound.CallContext(t.Context(), outbound.Header("X-Api-Key", "SECRET"), outbound.Query("q", "1"), outbound.Meta(&meta), outbound.AllowStatus(404))
		req, _ := http.NewRequestWithContext(ctx, http.MethodGet, home, nil)
		resp, err := c.HTTP().Do(req)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_ = resp.Body.Close()
		if sent := idp.sent[0]; sent.Header.Get("X-Api-Key") != "" || sent.URL.RawQuery != "" {
			t.Errorf("%s: the endpoint was sent %v %s", name, sent.Header, sent.URL)
		}
		if meta.StatusCode != 200 || meta.Attempts != 1 {
			t.Errorf("%s: got meta %+v", name, meta)
		}
	}
	idp.statuses = []int{404}
	c := client(t, base, outbound.WithAuth(auth.Tokens(func(ctx context.Context) (auth.Token, error) {
		text, err := outbound.Get[string](ctx, endpoint, "/token")
		return auth.Token{Value: text}, err
	})))
	req, _ := http.NewRequestWithContext(outbound.CallContext(t.Context(), outbound.AllowStatus(404)), http.MethodGet, home, nil)
	if resp, err := c.HTTP().Do(req); !errors.Is(err, httperror.Auth) {
		t.Errorf("got %v, %v: the error page of the endpoint was taken for a token", resp, err)
	}
}

func TestEmptyCredentialsAreProblemsOfNew(t *testing.T) {
	for name, s := range map[string]auth.Scheme{
		"Bearer": auth.Bearer(""), "Bearer of blanks": auth.Bearer(" \t"), "Bearer with a line break": auth.Bearer("token\n"),
		"Basic": auth.Basic("", ""), "Basic with a colon": auth.Basic("a:b", "c"), "Basic with a line break": auth.Basic("a", "b\n"),
		"APIKey": auth.APIKey("X-Api-Key", ""), "APIKey without a name": auth.APIKey("", "k"), "APIKey with an odd name": auth.APIKey("X Key", "k"),
		"QueryKey": auth.QueryKey("k", ""), "QueryKey without a name": auth.QueryKey("", "k"),
		"HMAC without an ID": auth.HMAC("", []byte("s")), "HMAC without a secret": auth.HMAC("id", nil),
		"Tokens of nothing": auth.Tokens(nil), "Func of nothing": auth.Func(nil), "nil": nil, "a nil pointer": (*answering)(nil),
	} {
		_, err := outbound.New(outbound.WithBaseURL(home), outbound.WithTimeout(-1), outbound.WithAuth(s))
		if err == nil {
			t.Errorf("%s: New said nothing", name)
			continue
		}
		if text := err.Error(); !contains(text, "WithAuth") || !contains(text, "WithTimeout") {
			t.Errorf("%s: got %s, want it beside the other problem", name, text)
		}
	}
	for name, s := range map[string]auth.Scheme{
		"a user alone": auth.Basic("key", ""), "a password alone": auth.Basic("", "p"), "Func": auth.Func(func(*http.Request) error { return nil }),
		"Tokens": auth.Tokens(auth.Env("UNSET_" + fmt.Sprint(time.Now().Unix()))), "Netrc": auth.Netrc("/absent"),
	} {
		if _, err := outbound.New(outbound.WithBaseURL(home), outbound.WithAuth(s)); err != nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestTheNextAttemptJoinsTheFetchOfTheOneBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fetches{obeys: true, takes: 5 * time.Second}
		c := client(t, &record{}, outbound.WithAuth(auth.Tokens(f.source)), outbound.WithRetry(retry.Policy{}), outbound.WithAttemptTimeout(2*time.Second))
		if _, err := outbound.Get[string](t.Context(), c, "/"); err != nil || f.begun.Load() != 1 {
			t.Errorf("got %v after %d fetches", err, f.begun.Load())
		}
	})
	synctest.Test(t, func(t *testing.T) {
		f := &fetches{obeys: true, takes: 20 * time.Second}
		c := client(t, &record{}, outbound.WithAuth(auth.Tokens(f.source)), outbound.WithRetry(retry.Policy{}),
			outbound.WithAttemptTimeout(2*time.Second), outbound.WithTimeout(8*time.Second))
		_, err := outbound.Get[string](t.Context(), c, "/")
		synctest.Wait()
		if err == nil || f.begun.Load() != 1 || f.ended.Load() != 1 {
			t.Errorf("got %v, %d fetches and %d ended: want the fetch to end with the call", err, f.begun.Load(), f.ended.Load())
		}
	})
}

func TestAFailureSaysThatTheRequestWasNotSent(t *testing.T) {
	down := auth.Tokens(func(context.Context) (auth.Token, error) { return auth.Token{}, errors.New("vault is sealed") })
	for name, s := range map[string]auth.Scheme{"Tokens": down, "Func": auth.Func(func(*http.Request) error { return errors.New("vault is sealed") })} {
		for range 2 { // the second call fails with the error of the first
			_, err := outbound.Get[string](t.Context(), client(t, &record{}, outbound.WithAuth(s)), "/")
			if want := "GET " + home + "/: auth: vault is sealed; the request was not sent; not retried: "; err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("%s: got %v, want %s", name, err, want)
			}
		}
	}
	_, err := outbound.Get[string](t.Context(), client(t, &record{statuses: []int{401}}, outbound.WithAuth(&refusing{})), "/")
	if !errors.Is(err, httperror.Auth) || contains(err.Error(), "not sent") {
		t.Errorf("got %v after a 401: the request was sent", err)
	}
}
