package faultserver

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
)

// NestedBomb answers with size zero bytes, compressed layers times.
func NestedBomb(size int64, layers int) Step {
	var b bytes.Buffer
	out, writers := io.Writer(&b), make([]*gzip.Writer, layers)
	for i := range writers {
		writers[i] = gzip.NewWriter(out)
		out = writers[i]
	}
	_, _ = io.CopyN(out, zeros{}, size)
	for i := range writers {
		_ = writers[layers-1-i].Close() // the innermost data first
	}
	codings := strings.TrimSuffix(strings.Repeat("gzip, ", layers), ", ")
	return Answer(200, b.String(), "Content-Type", "application/json", "Content-Encoding", codings)
}

// EndlessGzip sends start, and then part again and again until the client hangs
// up, with the content coding gzip.
func EndlessGzip(start, part string) Step {
	return Do(func(c *Conn) bool {
		if _, ok := c.Request(); !ok || !c.Say(head(200, "Content-Type", "application/json", "Content-Encoding", "gzip")) {
			return false
		}
		if c.Say(start) {
			many := strings.Repeat(part, 32<<10/len(part)+1)
			for c.Say(many) {
			}
		}
		return false
	})
}
