package main_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// cutting serves data in parts: the connection breaks after so many bytes of each
// answer. A part of 0 is answered to its end.
type cutting struct {
	mu     sync.Mutex
	data   []byte
	etag   string
	parts  []int // of the answers to come
	ranges []string
}

func (c *cutting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	data, part := c.data, 0
	if len(c.parts) > 0 {
		part, c.parts = c.parts[0], c.parts[1:]
	}
	c.ranges = append(c.ranges, r.Header.Get("Range"))
	w.Header().Set("ETag", c.etag)
	c.mu.Unlock()
	http.ServeContent(&cut{w, part}, r, "", time.Time{}, bytes.NewReader(data))
}

// cut breaks the connection once left bytes have been written.
type cut struct {
	http.ResponseWriter
	left int
}

func (c *cut) Write(p []byte) (int, error) {
	if c.left == 0 {
		return c.ResponseWriter.Write(p)
	}
	n, err := c.ResponseWriter.Write(p[:min(len(p), c.left)])
	if c.left -= n; c.left == 0 {
		c.ResponseWriter.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	return n, err
}

// content is n bytes that differ at every place.
func content(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i * i >> 3)
	}
	return b
}

func TestADownloadThatBreaksOffIsContinued(t *testing.T) {
	s := &cutting{data: content(100_000), etag: `"v1"`, parts: []int{30_000, 40_000}}
	url := serve(t, s.ServeHTTP)
	file := filepath.Join(t.TempDir(), "file")
	wantResult(t, outbound(t, "get", url, "-o", file), 0, "")
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, s.data) {
		t.Errorf("got %d bytes, %v, want the content", len(got), err)
	}
	if len(s.ranges) != 3 || s.ranges[0] != "" || s.ranges[1] != "bytes=30000-" || s.ranges[2] != "bytes=70000-" {
		t.Errorf("the server was asked for %q", s.ranges)
	}
}

func TestAPartOfAFileIsWrittenOnlyWhereItWasAskedFor(t *testing.T) {
	unasked := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Range", "bytes 0-2/9")
		w.WriteHeader(http.StatusPartialContent)
		_, _ = w.Write([]byte("abc"))
	})
	file := filepath.Join(t.TempDir(), "file")
	wantResult(t, outbound(t, "get", unasked, "-o", file), 18, "")
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("there is a file: %v", err)
	}
	s := &cutting{data: []byte("0123456789"), etag: `"v1"`}
	wantResult(t, outbound(t, "get", serve(t, s.ServeHTTP), "-H", "Range: bytes=2-4", "-o", file), 0, "")
	if got := read(t, file); got != "234" {
		t.Errorf("got %q, want what was asked for", got)
	}
}
