package codec

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"sync"
)

// Decoder makes the reader of a content coding.
type Decoder func(io.Reader) (io.ReadCloser, error)

func (c *Codings) decoder(name string) Decoder {
	if d := c.own[name]; d != nil {
		return d
	}
	switch name {
	case "gzip", "x-gzip":
		return newGzip
	case "deflate":
		return newDeflate
	}
	return nil
}

// newDeflate reads both forms that servers send as deflate: zlib, as it is defined
// (RFC 9110, section 8.4.1.2), and the bare stream inside.
func newDeflate(r io.Reader) (io.ReadCloser, error) {
	in := r.(*bufio.Reader)
	if head, _ := in.Peek(2); len(head) == 2 && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		return zlib.NewReader(in)
	}
	return flate.NewReader(in), nil
}

var gzips = sync.Pool{New: func() any { return new(gzip.Reader) }}

// gzipReader reads the members of a gzip file (RFC 1952, section 2.2). Unlike
// package gzip it tells what follows the last member, which is an error, from a
// body that was cut off.
type gzipReader struct {
	in *bufio.Reader
	z  *gzip.Reader
}

func newGzip(r io.Reader) (io.ReadCloser, error) {
	in := r.(*bufio.Reader)
	if !isMember(in) {
		return nil, gzip.ErrHeader
	}
	g := &gzipReader{in: in, z: gzips.Get().(*gzip.Reader)}
	return g, g.begin()
}

// isMember reports whether what follows begins as a member does. One byte of it is
// a member that was cut off.
func isMember(in *bufio.Reader) bool {
	head, _ := in.Peek(2)
	return len(head) > 0 && head[0] == 0x1f && (len(head) == 1 || head[1] == 0x8b)
}

// begin reads the head of a member.
func (g *gzipReader) begin() error {
	err := g.z.Reset(g.in)
	if err == nil {
		g.z.Multistream(false)
	}
	return err
}

func (g *gzipReader) Read(p []byte) (int, error) {
	for {
		n, err := g.z.Read(p)
		if n > 0 && err == io.EOF {
			return n, nil // the end is read again
		}
		if err != io.EOF {
			return n, err
		}
		if _, err := g.in.Peek(1); err != nil {
			return 0, err
		}
		if !isMember(g.in) || g.begin() != nil {
			return 0, errRest
		}
	}
}

// Close gives the reader back. Nothing is read afterwards.
func (g *gzipReader) Close() error {
	gzips.Put(g.z)
	return nil
}
