package coding_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"example.com/outbound"
	"example.com/outbound/coding"
	"example.com/outbound/retry"
)

// codings are those of this package, each with an encoder.
var codings = map[string]func(text string) []byte{"zstd": zstded, "br": brotlied}

func zstded(text string) []byte {
	w, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	return w.EncodeAll([]byte(text), nil)
}

func brotlied(text string) []byte {
	var b bytes.Buffer
	w := brotli.NewWriter(&b)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return b.Bytes()
}

// answer is what a server sends.
type answer struct {
	coding string
	body   []byte
}

// server answers every request with a, counts the requests and keeps the last
// Accept-Encoding.
type server struct {
	url      string
	requests atomic.Int64
	accept   atomic.Value
}

func serve(t *testing.T, a answer) *server {
	t.Helper()
	s := new(server)
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		s.requests.Add(1)
		s.accept.Store(req.Header.Get("Accept-Encoding"))
		w.Header().Set("Content-Encoding", a.coding)
		w.Header().Set("Content-Type", "text/plain")
		_, _ = w.Write(a.body)
	}))
	t.Cleanup(h.Close)
	s.url = h.URL
	return s
}

// client decodes both codings and sends again at once.
func client(t *testing.T, opts ...outbound.Option) *outbound.Client {
	t.Helper()
	c, err := outbound.New(append([]outbound.Option{coding.Zstd(), coding.Brotli(),
		outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)})}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// entries are the ways into a client. The first two read the body whole.
var entries = []struct {
	name string
	call func(t *testing.T, c *outbound.Client, url string) (string, error)
}{
	{"typed call", func(t *testing.T, c *outbound.Client, url string) (string, error) {
		return outbound.Get[string](t.Context(), c, url)
	}},
	{"R", func(t *testing.T, c *outbound.Client, url string) (string, error) {
		resp, err := c.R(t.Context()).Get(url)
		if err != nil {
			return "", err
		}
		return resp.String(), nil
	}},
	{"Do", func(t *testing.T, c *outbound.Client, url string) (string, error) {
		return read(open(t, c, url, false))
	}},
	{"HTTP", func(t *testing.T, c *outbound.Client, url string) (string, error) {
		return read(open(t, c, url, true))
	}},
}

func open(t *testing.T, c *outbound.Client, url string, plain bool) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if plain {
		return c.HTTP().Do(req)
	}
	return c.Do(req)
}

func read(resp *http.Response, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}
