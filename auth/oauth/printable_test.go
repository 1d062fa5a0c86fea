package oauth_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound/auth/oauth"
)

func TestATokenEndpointTurnedTheTextAround(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_client","error_description":"a\u202eb\u2028c\u001bd"}`))
	}))
	defer srv.Close()
	source := oauth.ClientCredentials(clientcredentials.Config{ClientID: "a", ClientSecret: "a-long-secret", TokenURL: srv.URL})
	_, err := source(t.Context())
	if err == nil || !strings.Contains(err.Error(), `a\u202eb\u2028c d`) {
		t.Errorf("got %q, want the characters' escapes", err)
	}
}
