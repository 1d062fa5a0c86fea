package stream_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/memnet"
)

// wire is a server in memory that writes its answers as bytes, so that each can be
// broken after any of them.
type wire struct {
	// answer is the answer to a request, exchange n of the test, counted from 0.
	answer func(n int, req *http.Request) reply
	// read bounds how many bytes of exchange n are read, nil reads each to its end.
	read func(n int) (bytes int, ok bool)

	mu    sync.Mutex
	n     int
	open  int
	taken []*http.Request // that were read to their end; their bodies are in memory

	length int // bytes of the last of them
}

// reply is an answer, and how its connection ends after it.
type reply struct {
	raw string
	end ending
}

// ending is what a server does after the last byte of an answer.
type ending func(*memnet.Conn)

var (
	cutOff  ending = func(c *memnet.Conn) { _ = c.Server.Close() }
	reset   ending = func(c *memnet.Conn) { c.Reset() }
	stalled ending = func(c *memnet.Conn) { <-c.Closed() }
)

// client makes a client whose connections all lead to w.
func (w *wire) client(t *testing.T, opts ...outbound.Option) *outbound.Client {
	t.Helper()
	dial := outbound.WithTransportConfig(func(tr *http.Transport) { tr.DialContext = w.dial })
	c, err := outbound.New(append([]outbound.Option{outbound.WithBaseURL("http://api.test"), outbound.WithoutProxy(), dial}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (w *wire) dial(context.Context, string, string) (net.Conn, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open++
	c := memnet.NewConn(&net.TCPAddr{IP: net.IPv4(192, 0, 2, 2), Port: 80}, func() {
		w.mu.Lock()
		w.open--
		w.mu.Unlock()
	})
	go w.serve(c, w.n)
	w.n++
	return c, nil
}

// serve answers one request: each connection has one.
func (w *wire) serve(c *memnet.Conn, n int) {
	if w.read != nil {
		if most, ok := w.read(n); ok {
			_, _ = io.ReadFull(c.Server, make([]byte, most))
			w.end(c, w.answer(n, nil))
			return
		}
	}
	var raw bytes.Buffer
	req, err := http.ReadRequest(bufio.NewReader(io.TeeReader(c.Server, &raw)))
	if err != nil {
		_ = c.Server.Close()
		return
	}
	body, err := io.ReadAll(req.Body)
	if err == nil {
		req.Body = io.NopCloser(bytes.NewReader(body))
		w.mu.Lock()
		w.taken, w.length = append(w.taken, req), raw.Len()
		w.mu.Unlock()
	}
	w.end(c, w.answer(n, req))
}

func (w *wire) end(c *memnet.Conn, r reply) {
	_, _ = io.WriteString(c.Server, r.raw)
	r.end(c)
}

// wantClosed fails t while a connection is open.
func (w *wire) wantClosed(t *testing.T) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.open != 0 {
		t.Errorf("%d connections are open", w.open)
	}
}
