package faultserver

import (
	"crypto/tls"
	"io"
	"net"
	"testing"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// StreamStep is what an HTTP/2 server does with one request, in a goroutine of
// its own.
type StreamStep func(*Stream)

// Stream is an HTTP/2 request, for the step that answers it.
type Stream struct {
	ID     uint32
	Method string
	conn   *h2conn
}

// StartH2 serves HTTP/2 over TLS (RFC 9113) with cert. maxStreams is the
// SETTINGS_MAX_CONCURRENT_STREAMS it declares; 0 declares none.
func StartH2(tb testing.TB, cert tls.Certificate, maxStreams uint32, steps ...StreamStep) *Server {
	tb.Helper()
	s := listen(tb, "https", loopback)
	var streams script[StreamStep]
	streams.set(append([]StreamStep(nil), steps...))
	config := &tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: []string{"h2"}}
	s.serve(func(raw *net.TCPConn, number int) {
		c := tls.Server(raw, config)
		preface := make([]byte, len(http2.ClientPreface))
		if _, err := io.ReadFull(c, preface); err != nil {
			return
		}
		h := &h2conn{server: s, raw: raw, number: number, framer: http2.NewFramer(c, c), script: &streams}
		h.framer.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
		h.serve(maxStreams)
	})
	return s
}
