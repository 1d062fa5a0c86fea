package oteloutbound_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"example.com/outbound"
)

func TestASpanNamesThePeerAndTheVersionOfTheProtocol(t *testing.T) {
	for _, version := range []string{"1.1", "2"} {
		t.Run(version, func(t *testing.T) {
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("x")) }))
			server.EnableHTTP2 = version == "2"
			server.StartTLS()
			defer server.Close()
			u, err := url.Parse(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			r := newRecorder()
			c, err := outbound.New(outbound.WithBaseURL(server.URL), outbound.WithInsecureSkipVerify(), outbound.WithoutProxy(), r.observer())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := outbound.Get[string](t.Context(), c, "/x"); err != nil {
				t.Fatal(err)
			}
			_ = c.Close()
			wantAttrs(t, r.named(t, "GET"), map[string]string{
				"server.address": "127.0.0.1", "server.port": u.Port(),
				"network.peer.address": "127.0.0.1", "network.peer.port": u.Port(), "network.protocol.version": version,
			})
		})
	}
}
