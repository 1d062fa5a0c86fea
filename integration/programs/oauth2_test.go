package programs_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// resource answers with the token that it got; its token endpoint gives out
// t1
func resource(t *testing.T) (*httptest.Server, *atomic.Int32) {
	t.Helper()
	tokens := new(atomic.Int32)
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/token":
			tokens.Add(1)
			w.Header().Set("Content-Type", "application/json")
			if id, _, ok := r.BasicAuth(); !ok || id != "client" {
				w.WriteHeader(http.StatusUnauthorized)
				io.WriteString(w, `{"error":"invalid_client"}`)
				return
			}
			io.WriteString(w, `{"access_token":"t1","token_type":"Bearer","expires_in":3600}`)
		default:
			body, _ := io.ReadAll(r.Body)
			io.WriteString(w, r.Header.Get("Authorization")+" "+string(body))
		}
	})
	return srv, tokens
}

// The token and the resource are both fetched with the client.
func TestOAuth2TransportOnTop(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv, tokens := resource(t)
		cfg := clientcredentials.Config{ClientID: "client", ClientSecret: "secret", TokenURL: srv.URL + "/token", AuthStyle: oauth2.AuthStyleInHeader}
		ctx := context.WithValue(soon(t), oauth2.HTTPClient, open(t, loopback))
		hc := cfg.Client(ctx)
		for range 2 {
			resp, err := hc.Do(post(t, srv.URL))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if err != nil || string(got) != "Bearer t1 body" {
				t.Errorf("got %q, %v", got, err)
			}
		}
		if tokens.Load() != 1 {
			t.Errorf("%d tokens were fetched, want 1", tokens.Load())
		}
	})
}

func TestOAuth2RetrieveErrorKeepsItsCode(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv, _ := resource(t)
		cfg := clientcredentials.Config{ClientID: "other", ClientSecret: "secret", TokenURL: srv.URL + "/token", AuthStyle: oauth2.AuthStyleInHeader}
		ctx := context.WithValue(soon(t), oauth2.HTTPClient, open(t, loopback))
		_, err := cfg.Client(ctx).Do(post(t, srv.URL))
		var refused *oauth2.RetrieveError
		if !errors.As(err, &refused) || refused.ErrorCode != "invalid_client" || refused.Response.StatusCode != http.StatusUnauthorized {
			t.Errorf("got %v, want invalid_client", err)
		}
	})
}

func TestOAuth2TransportOnTopOfTheBareTransport(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv, _ := resource(t)
		top := &http.Client{Transport: &oauth2.Transport{
			Source: oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "mine"}),
			Base:   open(t, loopback).Transport,
		}}
		resp, err := top.Do(post(t, srv.URL))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if got, err := io.ReadAll(resp.Body); err != nil || string(got) != "Bearer mine body" {
			t.Errorf("got %q, %v", got, err)
		}
	})
}
