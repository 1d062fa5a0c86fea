package redirecttest

import (
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
)

// net/http copies a request whose address has user info, and prints the copy's.
func TestTheAddressOfAFailedRedirectWithUserInfoIsPrintedWithoutItsSecrets(t *testing.T) {
	for _, to := range []string{"ftp://u:" + doortest.Canary + "@a.example/?token=" + doortest.Canary, "http://u:" + doortest.Canary + "@127.0.0.1:1/?token=" + doortest.Canary} {
		s := doortest.NewWire(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		})
		doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
			_, err := d.Call(t.Context(), doortest.NewClient(t, outbound.WithoutProxy()), doortest.Ask{Method: "GET", URL: s.URL})
			if err == nil || strings.Contains(err.Error(), doortest.Canary) {
				t.Errorf("got %v, want an error without the secret", err)
			}
		})
	}
}
