package programs_test

import (
	"io"
	"net/http"
	"testing"
)

// A standby answers 307, and Vault's client sends the body and the token to the
// active node.
func TestVaultStandbyRedirectsToTheActiveNode(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		active := serve(t, func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if string(body) != `{"key":"value"}` || r.Header.Get("X-Vault-Token") != "token" || err != nil {
				t.Errorf("the active node got %q, %v, the headers %v", body, err, r.Header)
			}
			w.WriteHeader(http.StatusNoContent)
		})
		standby := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", active.URL+r.URL.Path)
			w.WriteHeader(http.StatusTemporaryRedirect)
		})
		c := vault(t, open(t, loopback), standby.URL)
		if _, err := c.Logical().WriteWithContext(soon(t), "secret/a", map[string]any{"key": "value"}); err != nil {
			t.Error(err)
		}
	})
}
