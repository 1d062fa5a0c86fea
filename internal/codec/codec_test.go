package codec_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"example.com/outbound/internal/codec"
)

func TestTheFormatOfAMediaType(t *testing.T) {
	for contentType, want := range map[string]codec.Media{
		"":                                        {},
		"application/json":                        {Type: "application/json", Format: codec.JSON},
		"Application/JSON; Charset=\"Latin1\"":    {Type: "application/json", Charset: "Latin1", Format: codec.JSON},
		"application/json; charset=a; charset=b":  {Type: "application/json", Charset: "a", Format: codec.JSON},
		"application/xhtml+xml":                   {Type: "application/xhtml+xml"},
		"text/html; x=json":                       {Type: "text/html"},
		"text/html;;charset":                      {Type: "text/html"},
		"image/svg+xml":                           {Type: "image/svg+xml", Format: codec.XML},
		"application/x-ndjson":                    {Type: "application/x-ndjson", Format: codec.JSON},
		"image/json":                              {Type: "image/json"},
		"text/plain;charset=utf-16":               {Type: "text/plain", Charset: "utf-16", Format: codec.Unsaid},
		"json":                                    {Type: "json", Format: codec.Unsaid},
		"application/json, text/html":             {Type: "application/json", Format: codec.JSON},
		"text/html, application/json; charset=x ": {Type: "text/html", Charset: "x"},
	} {
		if want.Type == "" || want.Type == "json" {
			want.Format = codec.Unsaid
		}
		if got := codec.MediaOf(contentType); got != want {
			t.Errorf("%q: got %+v, want %+v", contentType, got, want)
		}
	}
}

func TestADecodeErrorKeepsItsCauseAndItsSilence(t *testing.T) {
	secret := errors.New("c4n4ry")
	for _, err := range []error{secret, &xml.SyntaxError{Msg: "c4n4ry", Line: 3}, xml.UnmarshalError("c4n4ry"), &json.UnmarshalTypeError{Value: "number c4n4ry", Type: reflect.TypeFor[int]()}} {
		got := codec.DecodeError(err)
		if strings.Contains(got.Error(), "c4n4ry") {
			t.Errorf("%T: got %q", err, got)
		}
	}
	if got := codec.DecodeError(secret); !errors.Is(got, secret) {
		t.Errorf("got %v, which does not lead to its cause", got)
	}
	if codec.DecodeError(nil) != nil || codec.EncodeError(nil) != nil {
		t.Error("no error became one")
	}
}

// stuck is a body that ends with Close.
type stuck struct {
	closed chan struct{}
	once   sync.Once
}

func (s *stuck) Read([]byte) (int, error) { <-s.closed; return 0, io.ErrUnexpectedEOF }
func (s *stuck) Close() error             { s.once.Do(func() { close(s.closed) }); return nil }

func TestACodedBodyMayBeClosedWhileItIsRead(t *testing.T) {
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write([]byte("hello"))
	_ = z.Flush()
	raw := &stuck{closed: make(chan struct{})}
	resp := &http.Response{StatusCode: 200, ContentLength: -1, Header: http.Header{"Content-Encoding": {"gzip"}}}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(&zipped, raw), raw}
	codec.NewCodings(nil, true).Decode(resp, []string{"gzip"}, 0)
	buf := make([]byte, 5)
	if _, err := io.ReadFull(resp.Body, buf); err != nil || string(buf) != "hello" {
		t.Fatalf("got %q, %v: what was flushed is held back", buf, err)
	}
	done := make(chan error)
	go func() { _, err := resp.Body.Read(buf); done <- err }()
	if err := resp.Body.Close(); err != nil {
		t.Error(err)
	}
	if err := <-done; err == nil {
		t.Error("the read ended without an error")
	}
	if _, err := resp.Body.Read(buf); err == nil {
		t.Error("a closed body was read")
	}
}

// What ToUTF8 returns is UTF-8, and a text that is UTF-8 already stays as it is.
func FuzzToUTF8(f *testing.F) {
	for _, charset := range []string{"", "utf-16", "utf-16le", "shift_jis", "gb18030", "iso-2022-jp", "big5", "utf-7", "klingon"} {
		f.Add([]byte("{\"a\":\"\u00e9\xff\"}"), charset)
		f.Add([]byte("\xff\xfea\x00\x00\xd8"), charset)
	}
	f.Fuzz(func(t *testing.T, data []byte, charset string) {
		got, err := codec.ToUTF8(data, charset)
		if err == nil && !utf8.Valid(got) {
			t.Errorf("%q in %q became %q", data, charset, got)
		}
	})
}

// A decoded body never panics, and ends.
func FuzzCodings(f *testing.F) {
	for _, names := range []string{"gzip", "deflate", "gzip, deflate", "deflate, gzip, x-gzip"} {
		f.Add(names, []byte("\x1f\x8b\x08\x00"))
		f.Add(names, []byte("\x78\x9c\x01"))
	}
	f.Fuzz(func(t *testing.T, list string, data []byte) {
		c := codec.NewCodings(nil, true)
		resp := &http.Response{ContentLength: -1, Header: http.Header{"Content-Encoding": {list}}, Body: io.NopCloser(bytes.NewReader(data))}
		names := codec.CodingsOf(resp.Header)
		if len(names) == 0 || c.Unknown(names) != "" {
			return
		}
		c.Decode(resp, names, 1<<20)
		_, err := io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
		if _, again := resp.Body.Read(make([]byte, 1)); err != nil && again == nil {
			t.Errorf("after %v the body goes on", err)
		}
		_ = resp.Body.Close()
	})
}

type quoting struct{ nothing bool }

func (quoting) Error() string         { return "its text" }
func (q quoting) QuotesNothing() bool { return q.nothing }

func TestOnlyATextThatQuotesNothingOfTheBodyIsShown(t *testing.T) {
	for nothing, want := range map[bool]string{true: "its text", false: "codec_test.quoting"} {
		if got := (&codec.CodingError{Name: "own", Err: quoting{nothing}}).Error(); got != "the body is wrongly coded as own: "+want {
			t.Errorf("got %q, want %q at its end", got, want)
		}
	}
}
