package faultserver

import (
	"bytes"
	"encoding/binary"
	"io"
	"net/http"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// Coded answers with body, which has the content codings already.
func Coded(codings, body string) Step {
	return Answer(http.StatusOK, body, "Content-Type", "application/json", "Content-Encoding", codings)
}

// Zstd is body in the content coding zstd.
func Zstd(body string) string {
	w, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1)) // no options that could be wrong
	return string(w.EncodeAll([]byte(body), nil))
}

// Brotli is body in the content coding br.
func Brotli(body string) string {
	var b bytes.Buffer
	w := brotli.NewWriter(&b)
	_, _ = io.WriteString(w, body)
	_ = w.Close()
	return b.String()
}

// ZstdBomb is size zero bytes, a multiple of 128 KiB, in blocks of one byte that is
// repeated, with a window of 8 MiB (RFC 8878, sections 3.1.1.1.2 and 3.1.1.2.2).
func ZstdBomb(size int) string {
	z := []byte{0x28, 0xb5, 0x2f, 0xfd, 0, 13 << 3}
	for n := 0; n < size; n += 128 << 10 {
		head := uint32(1<<1 | 128<<10<<3)
		if n+128<<10 == size {
			head |= 1 // the last block
		}
		z = append(binary.LittleEndian.AppendUint32(z, head)[:len(z)+3], 0)
	}
	return string(z)
}

// WideZstd is a body whose window is 9 MiB, more than a client need keep (RFC 9659).
const WideZstd = "\x28\xb5\x2f\xfd\x00\x69\x0b\x00\x00x"

// BrotliBomb is size zero bytes with a window of 16 MiB.
func BrotliBomb(size int64) string {
	var b bytes.Buffer
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: 2, LGWin: 24})
	_, _ = io.CopyN(w, zeros{}, size)
	_ = w.Close()
	return b.String()
}

// WideBrotli is the head of a body with a window beyond 16 MiB (RFC 9841).
const WideBrotli = "\x11\x1e\x00\x00\x00\x00\x00\x00"
