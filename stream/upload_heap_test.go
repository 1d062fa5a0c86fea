package stream_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"example.com/outbound"
	"example.com/outbound/middleware"
)

// A form with a file of 1 GiB passes with a live heap of less than 1 MiB more.
func TestAnUploadOfAGigabyteIsNotInMemory(t *testing.T) {
	const size = 1 << 30
	name := filepath.Join(t.TempDir(), "large")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(size); err != nil { // it takes no room on the disk
		t.Fatal(err)
	}
	live := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var before, most uint64
	c, err := outbound.New(outbound.Standard(), outbound.WithTimeout(0), outbound.WithAttemptTimeout(0), outbound.WithMockTransport(middleware.Func(func(req *http.Request) (*http.Response, error) {
		defer req.Body.Close()
		buf, total := make([]byte, 256<<10), int64(0)
		for before = live(); ; {
			n, err := io.ReadFull(req.Body, buf)
			if total += int64(n); total%(256<<20) < int64(n) {
				most = max(most, live())
			}
			if err != nil {
				break
			}
		}
		if total != req.ContentLength || total < size {
			t.Errorf("got %d bytes, want the %d that were announced", total, req.ContentLength)
		}
		return &http.Response{StatusCode: 204, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
	})))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var sent int64
	_, err = outbound.Post[struct{}](t.Context(), c, "http://api.test/", outbound.Multipart{Files: []outbound.File{{Field: "f", Body: f}}},
		outbound.Progress(func(done, _ int64) { sent = done }))
	if err != nil || sent < size {
		t.Errorf("got %v after %d bytes", err, sent)
	}
	if most > before+1<<20 {
		t.Errorf("the live heap has grown by %d bytes", most-before)
	}
	if f.Close() == nil {
		t.Error("the file is still open")
	}
}
