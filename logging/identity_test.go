package logging_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
)

const bound = 64 // of Bodies

// everything is every option that adds to the lines.
func everything() []logging.Option {
	return []logging.Option{logging.Attempts(zerolog.TraceLevel), logging.Params(), logging.Bodies(bound), logging.Headers("X-Colour"), logging.Curl()}
}

// echo answers with the body that it got, and notes its hash.
func echo(code int, contentType string, sum *[32]byte) http.RoundTripper {
	return middleware.Func(func(req *http.Request) (*http.Response, error) {
		var body []byte
		if req.Body != nil {
			var err error
			if body, err = io.ReadAll(iotest.HalfReader(req.Body)); err != nil {
				return nil, err
			}
			_ = req.Body.Close()
		}
		*sum = sha256.Sum256(body)
		return status(code, string(body), "Content-Type", contentType)(req)
	})
}

func TestTheBytesAreTheSameWithLoggingOnAndOff(t *testing.T) {
	noise := make([]byte, 5000)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(noise)
	bodies := map[string][]byte{
		"nothing": {}, "one byte": []byte("x"), "noise": noise, "text": []byte(strings.Repeat("password: p\n", 300)),
		"JSON":  []byte(`{"password":"p", "a": [1, 2.50, "é\u0000"]}`),
		"XML":   []byte(`<a><password>p</password></a>`),
		"below": bytes.Repeat([]byte("a"), bound-1), "at": bytes.Repeat([]byte("b"), bound), "above": bytes.Repeat([]byte("c"), bound+1), "above by two": bytes.Repeat([]byte("d"), bound+2),
	}
	readers := map[string]func([]byte) io.Reader{
		"that can be sent again": func(b []byte) io.Reader { return bytes.NewReader(b) },
		"that can be read once":  func(b []byte) io.Reader { return struct{ io.Reader }{bytes.NewReader(b)} },
		"byte for byte":          func(b []byte) io.Reader { return iotest.OneByteReader(bytes.NewReader(b)) },
		"with its end at once":   func(b []byte) io.Reader { return iotest.DataErrReader(bytes.NewReader(b)) },
	}
	for _, contentType := range []string{"application/json", "text/plain", "application/xml", "application/x-www-form-urlencoded", "text/html",
		"multipart/form-data; boundary=b", "application/octet-stream", "text/event-stream", ""} {
		for what, body := range bodies {
			for how, reader := range readers {
				for _, code := range []int{200, 422} {
					for _, length := range []int64{-1, int64(len(body))} {
						t.Run(fmt.Sprintf("%s as %s %s, %d bytes known, %d", what, contentType, how, length, code), func(t *testing.T) {
							for _, opts := range [][]outbound.Option{nil, {outbound.WithLogger(zerolog.New(io.Discard), everything()...)}} {
								var sent [32]byte
								got := exchange(t, echo(code, contentType, &sent), opts, contentType, reader(body), length)
								if want := sha256.Sum256(body); sent != want || sha256.Sum256(got) != want {
									t.Errorf("the bytes have changed, with %d options", len(opts))
								}
							}
						})
					}
				}
			}
		}
	}
}

// exchange sends body and returns what comes back.
func exchange(t *testing.T, base http.RoundTripper, opts []outbound.Option, contentType string, body io.Reader, length int64) []byte {
	t.Helper()
	c, err := outbound.New(append(opts, outbound.WithTransport(base))...)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(ctx(), http.MethodPost, "https://h/", body)
	if err != nil {
		t.Fatal(err)
	}
	if req.ContentLength = length; contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := c.HTTP().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestABodyThatCannotBeReadFailsAsWithoutLogging(t *testing.T) {
	cause := errors.New("the disk is gone")
	for _, begin := range []string{"", "short", strings.Repeat("long", bound)} {
		var sent [32]byte
		c := client(t, echo(200, "text/plain", &sent), zerolog.New(io.Discard), everything())
		req, err := http.NewRequestWithContext(ctx(), http.MethodPost, "https://h/", io.MultiReader(strings.NewReader(begin), iotest.ErrReader(cause)))
		if err != nil {
			t.Fatal(err)
		}
		req.ContentLength = 1000
		req.Header.Set("Content-Type", "text/plain")
		if _, err := c.Do(req); !errors.Is(err, cause) {
			t.Errorf("after %q: got %v, want %v", begin, err, cause)
		}
	}
}
