package config_test

import (
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"

	"example.com/outbound"
	"example.com/outbound/config"
)

// A token endpoint of the house has a certificate of the house: it is asked with
// the authorities of the preset.
func TestATokenIsFetchedThroughThePresetsOwnTransport(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"access_token": "`+r.FormValue("client_id")+"-"+r.FormValue("scope")+`", "token_type": "Bearer"}`)
			return
		}
		_, _ = io.WriteString(w, r.Header.Get("Authorization"))
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	t.Setenv("SECRET", "s")
	t.Setenv("URL", server.URL)
	dir := t.TempDir()
	write(t, dir, "house.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})))
	f, err := config.Load(write(t, dir, "presets.yaml", `presets:
  a:
    base_url: ${env:URL}
    proxy: none
    tls: {root_cas: [house.pem]}
    auth:
      - client_credentials: {token_url: "${env:URL}/token", client_id: house, client_secret: "${env:SECRET}", scopes: [read], auth_style: params}
`))
	if err != nil {
		t.Fatal(err)
	}
	c, err := f.Client("a")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	got, err := outbound.Get[string](t.Context(), c, "/x")
	if err != nil || got != "Bearer house-read" {
		t.Errorf("got %q, %v, want Bearer house-read", got, err)
	}
}
