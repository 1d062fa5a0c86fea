package main

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/outbound/httperror"
	"example.com/outbound/mock"
)

func TestTheProgramDownloadsAtTheSecondTry(t *testing.T) {
	var out strings.Builder
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	const want = "attempt 1 failed, files so far: 0\narchive.bin has 8 MiB, files: 1\n"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestAFailedDownloadLeavesTheOldFile(t *testing.T) {
	tests := map[string]struct {
		reply mock.Reply
		kind  httperror.Kind
	}{
		"a status":       {mock.Status(404), httperror.ClientStatus},
		"a body cut off": {mock.Truncated(200, "new text", 4), httperror.Body},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "file")
			if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
			client, m := mock.New(t)
			m.On(http.MethodGet, "https://a.example.com/file", tt.reply)
			if _, err := save(t.Context(), client, "https://a.example.com/file", file); !errors.Is(err, tt.kind) {
				t.Errorf("got %v, want kind %s", err, tt.kind)
			}
			if got, _ := os.ReadFile(file); string(got) != "old" || count(dir) != 1 {
				t.Errorf("the file has %q among %d, want old and no other", got, count(dir))
			}
		})
	}
}
