package retry_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/retry"
)

// big is a body that no single read delivers.
var big = bytes.Repeat([]byte("0123456789abcde\n"), 8192)

// wantReplayed fails t unless base got the same bytes again and again: those of
// body, unless that is nil.
func wantReplayed(t *testing.T, base *script, body []byte) {
	t.Helper()
	want(t, "requests sent", len(base.sent), 3)
	first := base.sent[0]
	if body != nil {
		want(t, "hash of the first body", first.sum, sha256.Sum256(body))
	}
	for _, got := range base.sent {
		want(t, "hash of a body", got.sum, first.sum)
		want(t, "its length", len(got.body) > 0, true)
		want(t, "its Content-Length", got.length, first.length)
	}
}

func TestABodyOfRestyIsSentAgainWhole(t *testing.T) {
	tests := map[string]struct {
		set  func(*resty.Request)
		body []byte
	}{
		"bytes":  {func(r *resty.Request) { r.SetBody(big) }, big},
		"string": {func(r *resty.Request) { r.SetBody(string(big)) }, big},
		"reader": {func(r *resty.Request) { r.SetBody(io.MultiReader(bytes.NewReader(big))) }, big},
		"JSON":   {func(r *resty.Request) { r.SetBody(map[string]int{"a": 1}) }, []byte(`{"a":1}`)},
		"form":   {func(r *resty.Request) { r.SetFormData(map[string]string{"a": "1 2"}) }, []byte("a=1+2")},
		"multipart": {func(r *resty.Request) {
			r.SetMultipartFormData(map[string]string{"a": "1"}).SetFileReader("f", "f.txt", bytes.NewReader(big))
		}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := play(status(503, 503, 200)...)
				r := client(t, base, retry.Policy{}).R(t.Context())
				tt.set(r)
				_, err := r.Put("/")
				want(t, "error", err, nil)
				wantReplayed(t, base, tt.body)
			})
		})
	}
}

func TestABodyOfAnHTTPClientIsSentAgainWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "body")
	if err := os.WriteFile(path, big, 0o600); err != nil {
		t.Fatal(err)
	}
	file := func(t *testing.T, from int64) *os.File {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Seek(from, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		return f
	}
	read := strings.NewReader(string(big))
	_, _ = io.CopyN(io.Discard, read, 5)
	tests := map[string]struct {
		body func(*testing.T) io.Reader
		want []byte
	}{
		"bytes.Reader":             {func(*testing.T) io.Reader { return bytes.NewReader(big) }, big},
		"bytes.Buffer":             {func(*testing.T) io.Reader { return bytes.NewBuffer(bytes.Clone(big)) }, big},
		"strings.Reader":           {func(*testing.T) io.Reader { return strings.NewReader(string(big)) }, big},
		"a reader read up to 5":    {func(*testing.T) io.Reader { return read }, big[5:]},
		"a form":                   {func(*testing.T) io.Reader { return strings.NewReader(url.Values{"a": {"1"}}.Encode()) }, []byte("a=1")},
		"a file":                   {func(t *testing.T) io.Reader { return file(t, 0) }, big},
		"a file read up to 12 345": {func(t *testing.T) io.Reader { return file(t, 12345) }, big[12345:]},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := play(status(503, 503, 200)...)
				body := tt.body(t)
				resp, err := client(t, base, retry.Policy{}).HTTP().Do(request(t, "PUT", body))
				if err != nil {
					t.Fatal(err)
				}
				_ = resp.Body.Close()
				wantReplayed(t, base, tt.want)
				if f, ok := body.(*os.File); ok {
					want(t, "the file is closed", errors.Is(f.Close(), os.ErrClosed), true)
				}
			})
		})
	}
}
