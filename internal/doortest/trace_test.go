package doortest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
)

// An answer to a 401 sends twice within one attempt, which watches its
// connections by a trace of its own beside the caller's.
func TestTheCallersTraceIsToldOfEachSendOnce(t *testing.T) {
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if requests.Add(1) == 1 {
			w.WriteHeader(http.StatusUnauthorized)
		}
	}))
	defer server.Close()
	fetched := 0
	tokens := auth.Tokens(func(context.Context) (auth.Token, error) {
		fetched++
		return auth.Token{Value: "token-" + strconv.Itoa(fetched)}, nil
	})
	c := NewClient(t, outbound.WithBaseURL(server.URL), outbound.WithAuth(tokens))
	var conns, written atomic.Int32
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		GotConn:      func(httptrace.GotConnInfo) { conns.Add(1) },
		WroteRequest: func(httptrace.WroteRequestInfo) { written.Add(1) },
	})
	if _, err := outbound.Get[[]byte](ctx, c, "/"); err != nil {
		t.Fatal(err)
	}
	if requests.Load() != 2 || conns.Load() != 2 || written.Load() != 2 {
		t.Errorf("%d requests: told of %d connections and %d written requests, want 2 of each", requests.Load(), conns.Load(), written.Load())
	}
}
