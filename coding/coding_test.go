package coding_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/coding"
	"example.com/outbound/httperror"
)

var long = strings.Repeat("Grüße aus Köln;", 50_000)

func TestABodyIsDecodedAtEveryEntry(t *testing.T) {
	for name, encode := range codings {
		for kind, text := range map[string]string{"short": "hello", "long": long} {
			s := serve(t, answer{name, encode(text)})
			for _, e := range entries {
				got, err := e.call(t, client(t), s.url)
				if err != nil || got != text {
					t.Errorf("%s, %s, %s: got %d bytes, %v, want %d", name, kind, e.name, len(got), err, len(text))
				}
				if accept := s.accept.Load(); accept != "br, zstd, gzip" {
					t.Errorf("%s: got Accept-Encoding %q", e.name, accept)
				}
			}
		}
	}
}

func TestOnlyTheCodingsOfTheOptionsAreAskedFor(t *testing.T) {
	s := serve(t, answer{"", []byte("hello")})
	for want, o := range map[string]outbound.Option{"zstd, gzip": coding.Zstd(), "br, gzip": coding.Brotli()} {
		c, err := outbound.New(o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := outbound.Get[string](t.Context(), c, s.url); err != nil || s.accept.Load() != want {
			t.Errorf("got Accept-Encoding %q, %v, want %q", s.accept.Load(), err, want)
		}
		_ = c.Close()
	}
}

func TestAListOfCodingsIsDecoded(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(brotlied(string(zstded("hello"))))
	_ = z.Close()
	s := serve(t, answer{"zstd, br, gzip", b.Bytes()})
	for _, e := range entries {
		if got, err := e.call(t, client(t), s.url); err != nil || got != "hello" {
			t.Errorf("%s: got %q, %v, want hello", e.name, got, err)
		}
	}
}

func TestAnEmptyBodyIsEmpty(t *testing.T) {
	for name, encode := range codings {
		for _, body := range [][]byte{nil, encode("")} {
			s := serve(t, answer{name, body})
			for _, e := range entries {
				if got, err := e.call(t, client(t), s.url); err != nil || got != "" {
					t.Errorf("%s, %d bytes, %s: got %q, %v", name, len(body), e.name, got, err)
				}
			}
		}
	}
}

func TestAWronglyCodedBodyHasTheKindBodyAndIsNotSentForAgain(t *testing.T) {
	flipped := zstded(long)
	flipped[len(flipped)-1] ^= 1 // of the checksum
	for _, x := range []struct{ name, coding, body, text string }{
		{"no zstd", "zstd", "plain text that is long enough", "magic number mismatch"},
		{"a wrong checksum", "zstd", string(flipped), "CRC check failed"},
		{"bytes after the end of zstd", "zstd", string(zstded("hello")) + "and more", "magic number mismatch"},
		{"a window of 9 MiB", "zstd", "\x28\xb5\x2f\xfd\x00\x69\x0b\x00\x00x", "window size exceeded"},
		{"one segment of 9 MiB", "zstd", "\x28\xb5\x2f\xfd\xa0\x00\x00\x90\x00\x0b\x00\x00x", "window size exceeded"},
		{"an unknown dictionary", "zstd", "\x28\xb5\x2f\xfd\x21\x07\x01\x0b\x00\x00x", "unknown dictionary"},
		{"no brotli", "br", "plain text that is long enough", "brotli: "},
		{"bytes after the end of brotli", "br", string(brotlied("hello")) + "x", "excessive input"},
		{"a large window", "br", "\x11\x1e\x00\x00\x00\x00\x00\x00", "WINDOW_BITS"},
	} {
		for _, e := range entries {
			t.Run(x.name+", "+e.name, func(t *testing.T) {
				s := serve(t, answer{x.coding, []byte(x.body)})
				_, err := e.call(t, client(t), s.url)
				if kind := httperror.Classify(err); kind != httperror.Body {
					t.Fatalf("got %v of kind %s, want body", err, kind)
				}
				if !strings.Contains(err.Error(), x.text) {
					t.Errorf("got %q, which does not say %q", err, x.text)
				}
				if n := s.requests.Load(); n != 1 {
					t.Errorf("got %d requests, want 1: the next answer is the same", n)
				}
			})
		}
	}
}

func TestACutBodyIsSentForAgainWhereItIsReadWhole(t *testing.T) {
	for name, encode := range codings {
		whole := encode(long[:10_000]) // less than BufferBody of the policy
		for _, n := range []int{1, 3, 5, len(whole) / 2, len(whole) - 1} {
			for i, e := range entries {
				s := serve(t, answer{name, whole[:n]})
				_, err := e.call(t, client(t), s.url)
				if !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("%s, %d of %d bytes, %s: got %v, want unexpected EOF", name, n, len(whole), e.name, err)
				}
				if kind := httperror.Classify(err); e.name != "HTTP" && kind != httperror.Body {
					t.Errorf("%s, %d of %d bytes, %s: got kind %s, want body", name, n, len(whole), e.name, kind)
				}
				if again := s.requests.Load() > 1; again != (i < 2) {
					t.Errorf("%s, %d of %d bytes, %s: got %d requests", name, n, len(whole), e.name, s.requests.Load())
				}
			}
		}
	}
}

func TestWhereTheCallerSetsAcceptEncodingTheBodyStaysCoded(t *testing.T) {
	for name, encode := range codings {
		s := serve(t, answer{name, encode("hello")})
		resp, err := client(t).R(t.Context(), outbound.Header("Accept-Encoding", name)).Get(s.url)
		if err != nil || resp.StatusCode() != http.StatusOK || !bytes.Equal(resp.Body(), encode("hello")) {
			t.Errorf("%s: got %q, %v, want the body as it was sent", name, resp.Body(), err)
		}
	}
}
