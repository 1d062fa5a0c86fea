package networktest

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
)

func TestConnectionsAreReplacedByTheirAge(t *testing.T) {
	for _, http2 := range []bool{false, true} {
		t.Run("HTTP/2 "+strconv.FormatBool(http2), func(t *testing.T) {
			var conns atomic.Int32
			var got atomic.Int64
			s := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
				if req.ProtoMajor == 2 != http2 {
					t.Errorf("got %s", req.Proto)
				}
				n, _ := io.Copy(io.Discard, req.Body)
				got.Add(n)
			}))
			s.Config.ConnState = func(_ net.Conn, st http.ConnState) {
				if st == http.StateNew {
					conns.Add(1)
				}
			}
			var protocols http.Protocols
			protocols.SetHTTP1(!http2)
			protocols.SetUnencryptedHTTP2(http2) // without TLS, whose handshakes would be most of the test
			s.Config.Protocols = &protocols
			s.Start()
			defer s.Close()
			c := doortest.NewClient(t, outbound.WithMaxConnAge(50*time.Millisecond), outbound.WithTransportConfig(func(tr *http.Transport) { tr.Protocols = &protocols }))
			const posts = 10_000
			var group sync.WaitGroup
			for range 4 {
				group.Go(func() {
					for range posts / 4 {
						resp, err := c.HTTP().Post(s.URL, "text/plain", io.MultiReader(strings.NewReader("once")))
						if err != nil {
							t.Error(err)
							return
						}
						_ = resp.Body.Close()
					}
				})
			}
			group.Wait()
			if got.Load() != 4*posts {
				t.Errorf("the server has got %d bytes, want %d", got.Load(), 4*posts)
			}
			t.Logf("%d connections", conns.Load())
			if conns.Load() < 2 {
				t.Errorf("%d connections: none was replaced", conns.Load())
			}
		})
	}
}

func TestAChangeOfANameIsFollowedWithinTheAge(t *testing.T) {
	serve := func(addr, says string) *httptest.Server {
		return serveOn(t, addr, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, says) })
	}
	old := serve("127.0.0.4:0", "old")
	_, port, _ := net.SplitHostPort(old.Listener.Addr().String())
	serve("127.0.0.5:"+port, "new")
	n := &names{addrs: []string{"127.0.0.4", "127.0.0.5"}}
	c := doortest.NewClient(t, outbound.WithMaxConnAge(50*time.Millisecond), outbound.WithResolver(n.resolver(t)))
	begun := time.Now()
	for time.Since(begun) < 5*time.Second {
		got, err := outbound.Get[string](t.Context(), c, "http://moved.test:"+port+"/")
		if err != nil {
			t.Fatal(err)
		}
		if got == "new" {
			return
		}
	}
	t.Error("the old address is still in use")
}
