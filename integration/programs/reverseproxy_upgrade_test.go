package programs_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// The user closes the sending half, and the backend answers what it has read.
func TestReverseProxyUpgradesWithAHalfClose(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		backend := serve(t, func(w http.ResponseWriter, r *http.Request) {
			conn, rw, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: upper\r\n\r\n")
			sent, err := io.ReadAll(rw)
			if err != nil {
				t.Errorf("the backend read: %v", err)
			}
			io.WriteString(conn, strings.ToUpper(string(sent)))
		})
		front := proxyTo(t, backend, open(t, loopback))
		conn, err := net.Dial("tcp", front.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if until, ok := soon(t).Deadline(); ok {
			conn.SetDeadline(until)
		}
		io.WriteString(conn, "GET / HTTP/1.1\r\nHost: front\r\nConnection: Upgrade\r\nUpgrade: upper\r\n\r\n")
		answer := bufio.NewReader(conn)
		resp, err := http.ReadResponse(answer, nil)
		if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
			t.Fatalf("got %v, %v, want status 101", resp, err)
		}
		io.WriteString(conn, "half closed")
		if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(answer); err != nil || string(got) != "HALF CLOSED" {
			t.Errorf("got %q, %v, want HALF CLOSED", got, err)
		}
	})
}
