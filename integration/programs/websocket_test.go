package programs_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

// echo sends every message back and reports how the connection was closed.
func echo(t *testing.T, closed chan<- websocket.StatusCode) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/refused":
			http.Error(w, "not you", http.StatusForbidden)
			return
		case "/moved":
			w.Header().Set("Location", "ws://"+r.Host+"/")
			w.WriteHeader(http.StatusTemporaryRedirect)
			return
		}
		c, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionContextTakeover})
		if err != nil {
			t.Errorf("Accept: %v", err)
			return
		}
		defer c.CloseNow()
		c.SetReadLimit(-1)
		for {
			kind, message, err := c.Read(r.Context())
			if err != nil {
				closed <- websocket.CloseStatus(err)
				return
			}
			if err := c.Write(r.Context(), kind, message); err != nil {
				return
			}
		}
	}
}

func dial(t *testing.T, hc *http.Client, url string) *websocket.Conn {
	t.Helper()
	ctx, cancel := context.WithCancel(soon(t))
	defer cancel() // the connection outlives the context of its handshake
	c, resp, err := websocket.Dial(ctx, url, &websocket.DialOptions{HTTPClient: hc, CompressionMode: websocket.CompressionContextTakeover})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.CloseNow() })
	if resp.StatusCode != http.StatusSwitchingProtocols {
		t.Errorf("got status %d, want 101", resp.StatusCode)
	}
	c.SetReadLimit(-1)
	return c
}

func TestWebsocketEchoesAndCloses(t *testing.T) {
	for name, start := range map[string]func(*testing.T, http.HandlerFunc) (*httptest.Server, network){
		"plain": func(t *testing.T, h http.HandlerFunc) (*httptest.Server, network) { return serve(t, h), loopback },
		"TLS":   serveTLS,
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, open open) {
				closed := make(chan websocket.StatusCode, 1)
				srv, n := start(t, echo(t, closed))
				c := dial(t, open(t, n), strings.Replace(srv.URL, "http", "ws", 1))
				for _, want := range [][]byte{[]byte("hello"), {}, bytes.Repeat([]byte("x"), 1<<20)} {
					if err := c.Write(soon(t), websocket.MessageBinary, want); err != nil {
						t.Fatal(err)
					}
					if _, got, err := c.Read(soon(t)); err != nil || !bytes.Equal(got, want) {
						t.Fatalf("got %d bytes, %v, want %d", len(got), err, len(want))
					}
				}
				if err := c.Close(websocket.StatusNormalClosure, "bye"); err != nil {
					t.Errorf("Close: %v", err)
				}
				if got := receive(t, closed); got != websocket.StatusNormalClosure {
					t.Errorf("the server saw the close status %d, want %d", got, websocket.StatusNormalClosure)
				}
			})
		})
	}
}

func TestWebsocketPingsWhileNothingIsSent(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, echo(t, make(chan websocket.StatusCode, 1)))
		c := dial(t, open(t, loopback), srv.URL)
		read := c.CloseRead(soon(t))
		for range 3 {
			if err := c.Ping(read); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestWebsocketRefusedIsItsStatus(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, echo(t, nil))
		_, resp, err := websocket.Dial(soon(t), srv.URL+"/refused", &websocket.DialOptions{HTTPClient: open(t, loopback)})
		if err == nil || resp == nil || resp.StatusCode != http.StatusForbidden {
			t.Fatalf("got %v, %v, want status 403 and an error", resp, err)
		}
	})
}

// The dialer has a CheckRedirect of its own, which turns ws into http.
func TestWebsocketFollowsARedirectToTheSchemeWS(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, echo(t, make(chan websocket.StatusCode, 1)))
		c := dial(t, open(t, loopback), srv.URL+"/moved")
		if err := c.Write(soon(t), websocket.MessageText, []byte("moved")); err != nil {
			t.Fatal(err)
		}
		if _, got, err := c.Read(soon(t)); err != nil || string(got) != "moved" {
			t.Errorf("got %q, %v", got, err)
		}
	})
}
