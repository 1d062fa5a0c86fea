package integration_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/stream"
)

// files is what nginx serves from a folder.
const files = `
		root %s;
		gzip on;
		gzip_min_length 1;
		gzip_types text/plain;
		output_buffers 1 4k;
		sendfile off;`

// A file is downloaded from nginx over connections that break, and is replaced after
// the first of them has.
func TestAFileThatIsReplacedHalfwayIsNeverSpliced(t *testing.T) {
	old := []byte(strings.Repeat("0123456789abcdef\n", 1<<14))
	for name, tt := range map[string]struct {
		replace func(t *testing.T, name string)
		want    []byte // nil: an error of kind body
	}{
		"it stays": {func(*testing.T, string) {}, old},
		"by another of its length": {func(t *testing.T, name string) {
			replace(t, name, bytes.ToUpper(old))
		}, nil},
		"by a longer one":  {func(t *testing.T, name string) { replace(t, name, append(old[:len(old):len(old)], old...)) }, nil},
		"by a shorter one": {func(t *testing.T, name string) { replace(t, name, old[:len(old)/4]) }, nil},
		"by nothing": {func(t *testing.T, name string) {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			served, local := filepath.Join(dir, "file.txt"), filepath.Join(t.TempDir(), "file.txt")
			replace(t, served, old)
			made := time.Now().Add(-time.Hour) // nginx makes the ETag of the time and the length
			if err := os.Chtimes(served, made, made); err != nil {
				t.Fatal(err)
			}
			replace(t, local, []byte("before"))
			url := testkit.Nginx(t, dir, fmt.Sprintf(files, dir))
			front := relay(t, strings.TrimPrefix(url, "http://"), int64(len(old)/2), int64(len(old)/4), 1000)
			c := newClient(t, outbound.WithBaseURL(front), outbound.WithoutProxy())
			replaced := false
			_, err := stream.DownloadFile(t.Context(), c, "/file.txt", local, outbound.Progress(func(done, _ int64) {
				if !replaced && done > int64(len(old)/2)-64<<10 {
					replaced = true
					tt.replace(t, served)
				}
			}))
			got, readErr := os.ReadFile(local)
			switch {
			case readErr != nil:
				t.Fatal(readErr)
			case tt.want != nil && (err != nil || !bytes.Equal(got, tt.want)):
				t.Errorf("got %d bytes, %v, want %d", len(got), err, len(tt.want))
			case tt.want == nil && (string(got) != "before" || !errors.Is(err, httperror.Body) && !errors.Is(err, httperror.ClientStatus)):
				t.Errorf("got %d bytes, %v, want an error and the old file", len(got), err)
			}
		})
	}
}

// replace puts a file in the place of another, as a deployment does.
func replace(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(name+".new", content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(name+".new", name); err != nil {
		t.Fatal(err)
	}
}

// buffering is nginx as it stands before a server without a thought of streams: it
// buffers, compresses, and gives up on a silent server after a second.
const buffering = `
		location / {
			proxy_pass %s;
			proxy_buffering on;
			proxy_read_timeout 1s;
			gzip on;
			gzip_min_length 1;
			gzip_types text/event-stream;
		}`

// feed has the events 1 to 5: two a connection, after which it is silent, or ends.
type feed struct {
	unbuffered bool          // it asks the proxy not to buffer
	ends       bool          // it ends after two events
	seen       chan struct{} // that the client has seen an event; nil: it is not waited for
}

func (f *feed) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	last := 0
	_, _ = fmt.Sscan(req.Header.Get("Last-Event-ID"), &last)
	if last >= 5 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	if f.unbuffered {
		w.Header().Set("X-Accel-Buffering", "no")
	}
	for id := last + 1; id <= min(last+2, 5); id++ {
		_, _ = fmt.Fprintf(w, "retry: 10\nid: %d\ndata: event %d\n\n", id, id)
		_ = http.NewResponseController(w).Flush()
		if f.seen != nil {
			select {
			case <-f.seen:
			case <-req.Context().Done():
				return
			}
		}
	}
	if !f.ends {
		<-req.Context().Done()
	}
}

func TestEventsComeThroughAProxyThatBuffers(t *testing.T) {
	for name, f := range map[string]*feed{
		"and the server ends its answers":      {ends: true},
		"but not where the server asks it":     {unbuffered: true, seen: make(chan struct{})},
		"not, but gives up on a silent server": {unbuffered: true},
		"not, and the server ends its answers": {unbuffered: true, ends: true},
	} {
		t.Run(name, func(t *testing.T) {
			backend := httptest.NewServer(f)
			t.Cleanup(backend.Close)
			c := newClient(t, outbound.WithBaseURL(testkit.Nginx(t, t.TempDir(), fmt.Sprintf(buffering, backend.URL))), outbound.WithoutProxy())
			var got []string
			for e, err := range stream.Events(t.Context(), c, "/") {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, e.ID+" "+e.Data)
				if f.seen != nil {
					f.seen <- struct{}{} // one that was held back would never be followed by the next
				}
			}
			if want := "[1 event 1 2 event 2 3 event 3 4 event 4 5 event 5]"; fmt.Sprint(got) != want {
				t.Errorf("got %v, want %s", got, want)
			}
		})
	}
}
