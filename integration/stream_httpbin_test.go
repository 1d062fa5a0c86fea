package integration_test

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mccutchen/go-httpbin/v2/httpbin"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/stream"
)

func TestHttpbinsLinesAreValues(t *testing.T) {
	n := 0
	for v, err := range stream.Lines[struct{ ID int }](t.Context(), bin(t), "/stream/20") {
		if err != nil || v.ID != n {
			t.Fatalf("got %+v, %v, want line %d", v, err, n)
		}
		n++
	}
	if n != 20 {
		t.Errorf("got %d lines, want 20", n)
	}
}

func TestHttpbinsEventsAreRead(t *testing.T) {
	n := 0
	for e, err := range stream.Events(t.Context(), bin(t), "/sse?count=10&duration=100ms&delay=0s") {
		if err != nil || e.Type != "ping" || !strings.Contains(e.Data, `"timestamp"`) {
			t.Fatalf("got %+v, %v, want a ping", e, err)
		}
		if n++; n == 10 {
			break
		}
	}
	if n != 10 {
		t.Errorf("got %d events, want 10", n)
	}
}

// A connection that breaks in the head of the answer is repeated. One that breaks in the
// body ends the download: the ETag of httpbin has no quotes, and is no validator.
func TestHttpbinsRangeIsDownloadedWholeOrNotAtAll(t *testing.T) {
	const size = 100_000
	srv := httptest.NewServer(httpbin.New())
	t.Cleanup(srv.Close)
	whole, err := outbound.Get[[]byte](t.Context(), newClient(t, outbound.WithBaseURL(srv.URL)), "/range/100000")
	if err != nil || len(whole) != size {
		t.Fatalf("got %d bytes, %v, want %d", len(whole), err, size)
	}
	for name, tt := range map[string]struct {
		breaks   int64 // the first connection, after so many bytes of the answer
		kind     httperror.Kind
		attempts int
	}{
		"in the head": {100, "", 2},
		"in the body": {30_000, httperror.Body, 1},
		"nowhere":     {1 << 30, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			c := newClient(t, outbound.WithBaseURL(relay(t, srv.Listener.Addr().String(), tt.breaks)), outbound.WithRetry(atOnce(4)))
			local := filepath.Join(t.TempDir(), "range")
			meta, err := stream.DownloadFile(t.Context(), c, "/range/100000", local)
			got, readErr := os.ReadFile(local)
			if tt.kind != "" {
				failure(t, err, tt.kind)
				if !errors.Is(readErr, fs.ErrNotExist) {
					t.Errorf("got a file of %d bytes, want none", len(got))
				}
			} else if err != nil || !bytes.Equal(got, whole) {
				t.Errorf("got %d bytes, %v, want the %d of the range", len(got), err, size)
			}
			if meta.Attempts != tt.attempts {
				t.Errorf("got %d sends, want %d", meta.Attempts, tt.attempts)
			}
		})
	}
}

func TestHttpbinsDripIsDownloaded(t *testing.T) {
	var b bytes.Buffer
	last := int64(0)
	_, err := stream.Download(t.Context(), bin(t, outbound.WithAttemptTimeout(2*time.Second)), "/drip?numbytes=20&duration=0.4&delay=0", &b,
		outbound.BodyIdle(5*time.Second), outbound.Progress(func(done, _ int64) { last = done }))
	if err != nil || b.String() != strings.Repeat("*", 20) || last != 20 {
		t.Errorf("got %q, %v, told of %d, want 20 stars", b.String(), err, last)
	}
}
