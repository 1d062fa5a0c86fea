package integration_test

import (
	"io"
	"net"
	"sync"
	"testing"
)

// relay passes connections on to a server. It breaks the first ones after so many
// bytes of the answer, one number for each connection, and passes on the others whole.
func relay(t *testing.T, to string, limits ...int64) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	all.Go(func() {
		for n := 0; ; n++ {
			client, err := l.Accept()
			if err != nil {
				return
			}
			limit := int64(1 << 40)
			if n < len(limits) {
				limit = limits[n]
			}
			all.Go(func() { pass(client, to, limit) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); all.Wait() })
	return "http://" + l.Addr().String()
}

// pass ends when either end closes, or after limit bytes to the client.
func pass(client net.Conn, to string, limit int64) {
	defer client.Close()
	server, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	sent := make(chan struct{})
	go func() {
		_, _ = io.Copy(server, client)
		_ = server.Close()
		close(sent)
	}()
	_, _ = io.CopyN(client, server, limit)
	_ = client.Close()
	<-sent
}
