package coding_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

const bombSize = 64 << 20 // decoded

// bombs decode to bombSize bytes, in the largest window that is allowed.
var bombs = sync.OnceValue(func() map[string][]byte {
	z := []byte{0x28, 0xb5, 0x2f, 0xfd, 0, 13 << 3} // a window of 8 MiB (RFC 8878, section 3.1.1.1.2)
	for n := 0; n < bombSize; n += 128 << 10 {
		head := uint32(1<<1 | 128<<10<<3) // a block of one byte, repeated
		if n+128<<10 == bombSize {
			head |= 1 // the last one
		}
		z = append(binary.LittleEndian.AppendUint32(z, head)[:len(z)+3], 0)
	}
	var b bytes.Buffer
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: 2, LGWin: 24})
	for zeros, n := make([]byte, 1<<20), 0; n < bombSize; n += len(zeros) {
		_, _ = w.Write(zeros)
	}
	_ = w.Close()
	return map[string][]byte{"zstd": z, "br": b.Bytes()}
})

// allocated is how many bytes f allocates, freed ones included.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestADecompressionBombEndsAtTheLimit(t *testing.T) {
	for name, bomb := range bombs() {
		for coded, body := range map[string][]byte{name: bomb, name + ", " + name: codings[name](string(bomb))} {
			s := serve(t, answer{coded, body})
			c := client(t, outbound.WithMaxResponseBytes(1<<20))
			for _, e := range entries[:2] {
				var err error
				n := allocated(func() { _, err = e.call(t, c, s.url) })
				if kind := httperror.Classify(err); kind != httperror.TooLarge {
					t.Errorf("%s, %s: got %v of kind %s, want too_large", coded, e.name, err, kind)
				}
				if n > 32<<20 {
					t.Errorf("%s, %s: allocated %d MiB, want at most 32", coded, e.name, n>>20)
				}
			}
			if n := s.requests.Load(); n != 2 {
				t.Errorf("%s: got %d requests, want 2: one of each entry", coded, n)
			}
		}
	}
}

func TestAStreamOfAnyLengthIsDecodedInBoundedMemory(t *testing.T) {
	for name, bomb := range bombs() {
		s := serve(t, answer{name, bomb})
		for _, plain := range []bool{false, true} {
			var read int64
			n := allocated(func() {
				resp, err := open(t, client(t), s.url, plain)
				if err != nil {
					t.Fatal(err)
				}
				defer resp.Body.Close()
				if read, err = io.Copy(io.Discard, resp.Body); err != nil || read != bombSize {
					t.Errorf("%s: got %d bytes, %v, want %d", name, read, err, bombSize)
				}
			})
			if n > 32<<20 {
				t.Errorf("%s: allocated %d MiB, want at most 32", name, n>>20)
			}
		}
	}
}

func TestNoGoroutineDecodes(t *testing.T) {
	for name, encode := range codings {
		s := serve(t, answer{name, encode(long)})
		for _, plain := range []bool{false, true} {
			resp, err := open(t, client(t), s.url, plain)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(resp.Body, make([]byte, 100)); err != nil {
				t.Fatal(err)
			}
			for _, state := range []string{"open", "closed"} {
				stacks := make([]byte, 1<<20)
				stacks = stacks[:runtime.Stack(stacks, true)]
				if text := string(stacks); strings.Contains(text, "compress/zstd.") || strings.Contains(text, "andybalholm/brotli.") {
					t.Errorf("%s: a goroutine decodes while the body is %s:\n%s", name, state, text)
				}
				if err := resp.Body.Close(); err != nil {
					t.Error(err)
				}
			}
			if n, err := resp.Body.Read(make([]byte, 1)); n != 0 || err == nil {
				t.Errorf("%s: got %d bytes, %v of a closed body", name, n, err)
			}
		}
	}
}
