package auth_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

func TestTheReplayGoesOverTheSameConnection(t *testing.T) {
	var conns atomic.Int64
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "try 2" {
			return
		}
		w.WriteHeader(http.StatusUnauthorized)
		w.(http.Flusher).Flush() // chunked: only reading tells where it ends
		_, _ = w.Write([]byte(strings.Repeat("x", 8<<10)))
	}))
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			conns.Add(1)
		}
	}
	srv.Start()
	defer srv.Close()
	tr := &http.Transport{}
	defer tr.CloseIdleConnections()
	if status := send(t, chain(t, tr, &answering{}, srv.URL), get(t, srv.URL)); status != 200 || conns.Load() != 1 {
		t.Errorf("got %d over %d connections, want one", status, conns.Load())
	}
}
