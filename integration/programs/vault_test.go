package programs_test

import (
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/vault/api"
)

func vault(t *testing.T, hc *http.Client, address string) *api.Client {
	t.Helper()
	cfg := api.DefaultConfig()
	cfg.Address = address
	hc.CheckRedirect = cfg.HttpClient.CheckRedirect // Vault's client follows redirects by itself
	cfg.HttpClient = hc
	cfg.MinRetryWait, cfg.MaxRetryWait = time.Millisecond, time.Millisecond
	c, err := api.NewClient(cfg)
	if err != nil {
		t.Fatal(err)
	}
	c.SetToken("token")
	return c
}

func TestVaultReadsAndWrites(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if r.Header.Get("X-Vault-Token") != "token" || r.Header.Get("X-Vault-Request") != "true" || err != nil {
				t.Errorf("got the headers %v, %v", r.Header, err)
			}
			if r.Method == http.MethodPut {
				if string(body) != `{"key":"value"}` {
					t.Errorf("got the body %q", body)
				}
				w.WriteHeader(http.StatusNoContent)
				return
			}
			io.WriteString(w, `{"data":{"key":"value"}}`)
		})
		secrets := vault(t, open(t, loopback), srv.URL).Logical()
		if _, err := secrets.WriteWithContext(soon(t), "secret/a", map[string]any{"key": "value"}); err != nil {
			t.Fatal(err)
		}
		got, err := secrets.ReadWithContext(soon(t), "secret/a")
		if err != nil || got.Data["key"] != "value" {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

func TestVaultMissingSecretIsNone(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusNotFound)
			io.WriteString(w, `{"errors":[]}`)
		})
		got, err := vault(t, open(t, loopback), srv.URL).Logical().ReadWithContext(soon(t), "secret/a")
		if got != nil || err != nil {
			t.Errorf("got %v, %v, want neither", got, err)
		}
	})
}

func TestVaultErrorHasItsTexts(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			io.WriteString(w, `{"errors":["permission denied"]}`)
		})
		_, err := vault(t, open(t, loopback), srv.URL).Logical().ReadWithContext(soon(t), "secret/a")
		var refused *api.ResponseError
		if !errors.As(err, &refused) || refused.StatusCode != http.StatusForbidden || len(refused.Errors) != 1 || refused.Errors[0] != "permission denied" {
			t.Errorf("got %v, want status 403 with its text", err)
		}
	})
}

// Vault's client repeats a POST after a 5xx by itself; nothing is repeated
// beneath it.
func TestVaultRepeatsItsOwnRequests(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		var requests atomic.Int32
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if requests.Add(1) < 3 {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			io.WriteString(w, `{"wrap_info":{"token":"wrapped"}}`)
		})
		c := vault(t, open(t, loopback), srv.URL)
		req := c.NewRequest(http.MethodPost, "/v1/sys/wrapping/wrap")
		if err := req.SetJSONBody(map[string]any{"key": "value"}); err != nil {
			t.Fatal(err)
		}
		resp, err := c.RawRequestWithContext(soon(t), req)
		if err != nil || requests.Load() != 3 {
			t.Fatalf("got %v, %d requests, want 3", err, requests.Load())
		}
		resp.Body.Close()
	})
}
