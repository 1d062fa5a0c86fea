package programs_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestReverseProxyPassesARedirectOn(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		backend := serve(t, func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			w.Header().Set("Location", r.URL.Query().Get("to"))
			w.WriteHeader(http.StatusTemporaryRedirect)
			io.WriteString(w, "over there")
		})
		front := proxyTo(t, backend, open(t, loopback))
		for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
			for _, location := range []string{"/there", "https://elsewhere.example/there", "app://callback?code=1"} {
				var body io.Reader
				if method == "POST" || method == "PUT" {
					body = struct{ io.Reader }{strings.NewReader("sent once")}
				}
				resp := ask(t, method, front.URL+"?to="+url.QueryEscape(location), body)
				text, err := io.ReadAll(resp.Body)
				if resp.StatusCode != http.StatusTemporaryRedirect || resp.Header.Get("Location") != location || string(text) != "over there" || err != nil {
					t.Errorf("%s to %s: got status %d, Location %q, body %q, %v", method, location, resp.StatusCode, resp.Header.Get("Location"), text, err)
				}
			}
		}
	})
}
