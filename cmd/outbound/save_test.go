package main_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestADownloadAppearsWholeOrNotAtAll(t *testing.T) {
	whole := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "new") })
	half := raw(t, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nnew")
	lost := serve(t, http.NotFound)
	tests := map[string]struct {
		url, before, after string
		status             int
	}{
		"a new file":                       {whole, "", "new", 0},
		"in the place of an old one":       {whole, "old", "new", 0},
		"cut off":                          {half, "", "", 18},
		"cut off, and there is an old one": {half, "old", "old", 18},
		"a status":                         {lost, "old", "old", 22},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "file")
			if tt.before != "" {
				if err := os.WriteFile(file, []byte(tt.before), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			wantResult(t, outbound(t, "get", tt.url, "-o", file), tt.status, "")
			got, _ := os.ReadFile(file)
			if string(got) != tt.after {
				t.Errorf("the file has %q, want %q", got, tt.after)
			}
			if es := entries(t, dir); len(es) > 1 || len(es) == 1 && es[0] != "file" {
				t.Errorf("left behind: %v", es)
			}
		})
	}
}

func TestALinkStaysALink(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "new") })
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	if err := os.WriteFile(target, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	wantResult(t, outbound(t, "get", url, "-o", link), 0, "")
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link: got %v, %v", info, err)
	}
	if got, _ := os.ReadFile(target); string(got) != "new" {
		t.Errorf("what it leads to has %q, want new", got)
	}
}

func TestTheModeOfTheOldFileIsKept(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "new") })
	for name, args := range map[string][]string{
		"-o": {"get", url, "-o"}, "head -o": {"head", url, "-o"}, "--svg": {"explain", "standard", "--svg"},
	} {
		file := filepath.Join(t.TempDir(), strings.Repeat("f", 255))
		if err := os.WriteFile(file, []byte("old"), 0o640); err != nil {
			t.Fatal(err)
		}
		if got := outbound(t, append(args, file)...); got.status != 0 {
			t.Errorf("%s: got status %d and %q", name, got.status, got.err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o640 || info.Size() == 0 {
			t.Errorf("%s: got %v, %v, want mode 640 and the new content", name, info, err)
		}
	}
}

func TestTheFileOfHeadHasTheHeaders(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-A", "b")
		if r.URL.Path == "/lost" {
			w.WriteHeader(http.StatusNotFound)
		}
	})
	file := filepath.Join(t.TempDir(), "file")
	wantResult(t, outbound(t, "head", url, "-o", file), 0, "")
	text := read(t, file)
	contains(t, text, "HTTP/1.1 200 OK\r\n", "X-A: b\r\n")
	wantResult(t, outbound(t, "head", url+"/lost", "-o", file), 22, "")
	if got := read(t, file); got != text {
		t.Errorf("after a status of 404 the file has %q, want it as it was", got)
	}
}

func TestADeviceIsWrittenDirectly(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "gone") })
	wantResult(t, outbound(t, "get", url, "-o", os.DevNull), 0, "")
}

func TestALongDownloadShowsItsProgress(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	tests := map[string]struct {
		bars string
		want []string
	}{
		"where bars are wanted": {"always", []string{"100% [", "3.0 KiB of 3.0 KiB", "KiB/s", "ETA 0s", "\r\x1b[K"}},
		"where there is a pipe": {"auto", nil},
	}
	slow := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "3072")
		w.(http.Flusher).Flush()
		select {
		case <-time.After(1100 * time.Millisecond):
		case <-r.Context().Done():
		}
		_, _ = io.WriteString(w, strings.Repeat("x", 3072))
	})
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := outbound(t, "get", slow, "-o", file+tt.bars, "--bars", tt.bars)
			wantResult(t, got, 0, "")
			contains(t, got.err, tt.want...)
			if tt.want == nil && got.err != "" {
				t.Errorf("standard error: got %q, want nothing", got.err)
			}
		})
	}
}
