package doortest

import (
	"bufio"
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/memnet"
)

// overPipe is a client on the built-in base whose server is in memory, so that
// both may be in a bubble.
func overPipe(t testing.TB, handler http.HandlerFunc, opts ...outbound.Option) *outbound.Client {
	t.Helper()
	l := memnet.Listen()
	server := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return NewClient(t, append(opts, dialing(l.Dial))...)
}

// rawPipe is a client on the built-in base whose server answers every connection
// with the same bytes and leaves it open for serve, nil to close it.
func rawPipe(t testing.TB, answer string, serve func(net.Conn), opts ...outbound.Option) *outbound.Client {
	t.Helper()
	l := memnet.Listen()
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				if _, err := http.ReadRequest(bufio.NewReader(conn)); err != nil {
					return
				}
				_, _ = io.WriteString(conn, answer)
				if serve != nil {
					serve(conn)
				}
			}()
		}
	}()
	return NewClient(t, append(opts, dialing(l.Dial))...)
}

func dialing(dial func(context.Context) (net.Conn, error)) outbound.Option {
	return outbound.Options(outbound.WithoutProxy(), outbound.WithTransportConfig(func(tr *http.Transport) {
		tr.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }
	}))
}
