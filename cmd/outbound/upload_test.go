package main_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// fileOf is a new file.
func fileOf(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestALargeFileIsSentWholeAndWithItsLength(t *testing.T) {
	object := []byte(`{"a": "` + strings.Repeat("x", 2<<20) + `", "b": [1e400, {}]}`)
	tests := map[string]struct {
		data []byte
		want string
	}{
		"bytes":                    {bytes.Repeat([]byte{0, 1, 2}, 1<<20), "text/plain; charset=utf-8"},
		"JSON":                     {object, "application/json"},
		"two JSON values":          {append(object, object...), "text/plain; charset=utf-8"},
		"JSON that breaks off":     {object[:len(object)-1], "text/plain; charset=utf-8"},
		"JSON with a comma behind": {append(object[:len(object):len(object)], ','), "text/plain; charset=utf-8"},
	}
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		hash := sha256.New()
		_, _ = io.Copy(hash, r.Body)
		_, _ = fmt.Fprintf(w, "%d %s %x", r.ContentLength, r.Header.Get("Content-Type"), hash.Sum(nil))
	})
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			file := fileOf(t, tt.data)
			want := fmt.Sprintf("%d %s %x", len(tt.data), tt.want, sha256.Sum256(tt.data))
			wantResult(t, outbound(t, "post", url, "-d", "@"+file), 0, want)

			in, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = in.Close() }()
			c := command(t.Context(), "post", url, "-d", "@-")
			c.Stdin = in
			wantResult(t, finish(t, c), 0, want)
		})
	}
}

func TestALargeFileIsSentAgainWhole(t *testing.T) {
	data := bytes.Repeat([]byte{0, 1, 2}, 1<<20)
	var attempts atomic.Int32
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got, _ := io.ReadAll(r.Body)
		if attempts.Add(1) == 1 || !bytes.Equal(got, data) {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	got := outbound(t, "put", url, "--config", fast(t), "-p", "fast", "-d", "@"+fileOf(t, data))
	wantResult(t, got, 0, "")
	if n := attempts.Load(); n != 2 {
		t.Errorf("got %d attempts, want 2", n)
	}
}

func TestALongUploadShowsItsProgress(t *testing.T) {
	file := fileOf(t, make([]byte, 32<<20)) // more than the buffers of a connection take
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(1100 * time.Millisecond): // progress is shown after a second
		case <-r.Context().Done():
		}
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, "stored\n")
	})
	for name, want := range map[string][]string{"always": {"% [", "of 32.0 MiB", "MiB/s", "\r\x1b[K"}, "auto": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := outbound(t, "post", url, "-d", "@"+file, "--bars", name)
			wantResult(t, got, 0, "stored\n")
			contains(t, got.err, want...)
			if want == nil && got.err != "" {
				t.Errorf("standard error is a pipe: got %q, want nothing", got.err)
			}
		})
	}
}
