package backend

import (
	"io"
	"net/http"
)

// body gives out content in pieces of at most 32 KiB, as a connection would.
// It has Read and Close and nothing else: with a WriteTo, which no body of
// net/http has, a copy would skip the buffer that it costs in earnest.
type body struct {
	rest []byte
}

const piece = 32 << 10

func (b *body) Read(p []byte) (int, error) {
	if len(b.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, b.rest[:min(piece, len(b.rest))])
	b.rest = b.rest[n:]
	return n, nil
}

func (b *body) Close() error {
	b.rest = nil
	return nil
}

// Watch returns base with watch called at each read of a response body.
func Watch(base http.RoundTripper, watch func()) http.RoundTripper {
	return watched{base, watch}
}

type watched struct {
	base  http.RoundTripper
	watch func()
}

func (w watched) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := w.base.RoundTrip(req)
	if err == nil {
		resp.Body = &watchedBody{resp.Body, w.watch}
	}
	return resp, err
}

type watchedBody struct {
	io.ReadCloser
	watch func()
}

func (b *watchedBody) Read(p []byte) (int, error) {
	b.watch()
	return b.ReadCloser.Read(p)
}
