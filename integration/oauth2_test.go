package integration_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
	"example.com/outbound/retry"
)

// A library that takes a standard client gets the whole chain with it: here the
// token exchange of x/oauth2.
func TestATokenExchangeRunsThroughTheChain(t *testing.T) {
	token := faultserver.JSON(`{"access_token":"abc","token_type":"Bearer","expires_in":3600}`)
	anyMethod := atOnce(2)
	anyMethod.Methods = retry.AnyMethod()
	for _, tt := range []struct {
		name     string
		policy   retry.Policy
		script   []faultserver.Step
		requests int
		kind     httperror.Kind // "" for a token
	}{
		{"answered", atOnce(2), []faultserver.Step{token}, 1, ""},
		{"a POST is not repeated", atOnce(2), []faultserver.Step{faultserver.CloseUnanswered(), token}, 1, httperror.Reset},
		{"unless the policy says so", anyMethod, []faultserver.Step{faultserver.CloseUnanswered(), token}, 2, ""},
		{"after a 503 too", anyMethod, []faultserver.Step{faultserver.Status(503), token}, 2, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := faultserver.Start(t, tt.script...)
			c := newClient(t, outbound.WithRetry(tt.policy), outbound.WithRequestID("X-Request-ID"))
			cfg := clientcredentials.Config{ClientID: "id", ClientSecret: "secret", TokenURL: srv.URL + "/token", AuthStyle: oauth2.AuthStyleInParams}
			ctx := context.WithValue(t.Context(), oauth2.HTTPClient, c.HTTP())

			got, err := cfg.Token(ctx)
			if tt.kind != "" {
				failure(t, err, tt.kind)
			} else if err != nil || got.AccessToken != "abc" {
				t.Errorf("got %v, %v, want the token abc", got, err)
			}
			if srv.Count() != tt.requests {
				t.Errorf("server saw %d requests, want %d", srv.Count(), tt.requests)
			}
			checkExchange(t, srv.Requests())
		})
	}
}

// checkExchange holds what the chain adds, and that a repeated exchange is the
// same one.
func checkExchange(t *testing.T, requests []faultserver.Request) {
	t.Helper()
	for _, r := range requests {
		if r.Method != http.MethodPost || !strings.Contains(string(r.Body), "grant_type=client_credentials") {
			t.Errorf("got %s with body %q, want the exchange", r.Method, r.Body)
		}
		if !strings.HasPrefix(r.Header.Get("User-Agent"), "outbound/") {
			t.Errorf("got User-Agent %q, want outbound's", r.Header.Get("User-Agent"))
		}
		if id := r.Header.Get("X-Request-ID"); id == "" || id != requests[0].Header.Get("X-Request-ID") {
			t.Errorf("got request ID %q, want one ID on every attempt", id)
		}
		if !slices.Equal(r.Body, requests[0].Body) {
			t.Errorf("got body %q on a repetition, want %q", r.Body, requests[0].Body)
		}
	}
}
