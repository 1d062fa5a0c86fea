package faultserver

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
)

// Gzip answers with body compressed.
func Gzip(body string) Step { return gzipped(zip(body)) }

// BrokenGzip answers with a gzip stream whose middle is not deflate.
func BrokenGzip(body string) Step {
	b := []byte(zip(body))
	for i := 10; i < len(b)-8; i++ { // between header and trailer, RFC 1952, section 2.3
		b[i] = 0xff
	}
	return gzipped(string(b))
}

// PlainAsGzip declares gzip and sends body as it is.
func PlainAsGzip(body string) Step { return gzipped(body) }

// Bomb answers with size zero bytes, compressed about a thousandfold.
func Bomb(size int64) Step {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.CopyN(w, zeros{}, size)
	_ = w.Close()
	return gzipped(b.String())
}

func gzipped(body string) Step {
	return Answer(http.StatusOK, body, "Content-Type", "application/json", "Content-Encoding", "gzip")
}

func zip(body string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, body)
	_ = w.Close()
	return b.String()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
