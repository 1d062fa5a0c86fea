package memnet_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/nettest"

	"example.com/outbound/internal/memnet"
)

func TestAPipeIsANetConn(t *testing.T) {
	nettest.TestConn(t, func() (net.Conn, net.Conn, func(), error) {
		client, server := memnet.Pipe()
		return client, server, func() { _ = client.Close(); _ = server.Close() }, nil
	})
}

func TestADeadlineEndsAReadAndAWriteThatBlock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := memnet.Pipe()
		begun := time.Now()
		_ = client.SetReadDeadline(begun.Add(time.Second))
		_ = client.SetWriteDeadline(begun.Add(2 * time.Second))
		if _, err := client.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(begun) != time.Second {
			t.Errorf("Read: got %v after %v", err, time.Since(begun))
		}
		n, err := client.Write(make([]byte, 100_000))
		if n != 64<<10 || !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(begun) != 2*time.Second {
			t.Errorf("Write: got %d, %v after %v", n, err, time.Since(begun))
		}
		_ = client.Close()
		_ = server.Close()
	})
}

func TestAListenerConnectsUntilItIsClosed(t *testing.T) {
	l := memnet.Listen()
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		_, _ = io.WriteString(c, "hello")
		_ = c.Close()
	}()
	c, err := l.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(c); string(got) != "hello" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Dial(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want canceled", err)
	}
	_ = l.Close()
	_ = l.Close()
	if _, err := l.Dial(t.Context()); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("got %v, want refused", err)
	}
	if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v, want closed", err)
	}
}

func TestAServerEndsAConnectionInThreeWays(t *testing.T) {
	for name, c := range map[string]struct {
		end         func(*memnet.Conn)
		read, write error
	}{
		"by Close":      {func(c *memnet.Conn) { _ = c.Server.Close() }, nil, syscall.EPIPE},
		"by CloseWrite": {(*memnet.Conn).CloseWrite, nil, nil},
		"by Reset":      {(*memnet.Conn).Reset, syscall.ECONNRESET, syscall.EPIPE},
	} {
		closed := 0
		conn := memnet.NewConn(&net.TCPAddr{}, func() { closed++ })
		_, _ = io.WriteString(conn.Server, "hello")
		c.end(conn)
		got, err := io.ReadAll(conn)
		if string(got) != "hello" || !errors.Is(err, c.read) {
			t.Errorf("%s: got %q, %v, want hello and %v", name, got, err, c.read)
		}
		if _, err := io.WriteString(conn, "x"); !errors.Is(err, c.write) {
			t.Errorf("%s: Write: got %v, want %v", name, err, c.write)
		}
		_ = conn.Close()
		_ = conn.Close()
		if closed != 1 {
			t.Errorf("%s: onClose was called %d times, want once", name, closed)
		}
	}
}
