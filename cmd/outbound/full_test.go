//go:build unix

package main_test

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// limited is the command, which may make no file of more than 512 KiB: the write
// beyond fails, as on a full disk.
func limited(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	plain := command(t.Context(), args...)
	c := exec.CommandContext(t.Context(), "bash", append([]string{"-c", `trap "" XFSZ; ulimit -f 512; exec "$0" "$@"`}, plain.Args...)...)
	c.Env = plain.Env
	return c
}

func TestAFullDiskLeavesTheOldFile(t *testing.T) {
	s := &cutting{data: content(1 << 20), etag: `"v1"`}
	url := serve(t, s.ServeHTTP)
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"-o":          {nil, "file"},
		"-o --resume": {[]string{"--resume"}, "file file.part file.part.json"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "file")
			if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
			args := append([]string{"get", url, "-o", file}, tt.args...)
			got := finish(t, limited(t, args...))
			if got.status != 23 || !strings.Contains(got.err, "file too large") || read(t, file) != "old" {
				t.Errorf("got status %d and %q, want 23 and the old file", got.status, got.err)
			}
			if got := strings.Join(entries(t, dir), " "); got != tt.want {
				t.Errorf("there is %s, want %s", got, tt.want)
			}
			wantResult(t, outbound(t, args...), 0, "") // there is room again
			if got := read(t, file); got != string(s.data) || len(entries(t, dir)) != 1 {
				t.Errorf("got %d bytes and the files %q, want the content alone", len(got), entries(t, dir))
			}
		})
	}
	if want := "bytes=524288"; !slices.Contains(s.ranges, want) {
		t.Errorf("the server was asked for %q, want %q among them", s.ranges, want)
	}
}

func TestAnOutputThatIsFullEndsTheCommand(t *testing.T) {
	events, _ := live(t, "text/event-stream", "data: "+strings.Repeat("x", 1<<20)+"\n\n")
	lines, _ := live(t, "application/x-ndjson", `"`+strings.Repeat("x", 1<<20)+"\"\n")
	text := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat("x", 1<<20)) })
	for command, url := range map[string]string{"get": text, "events": events, "lines": lines} {
		out, err := os.Create(filepath.Join(t.TempDir(), "out"))
		if err != nil {
			t.Fatal(err)
		}
		c := limited(t, command, url)
		var message strings.Builder
		c.Stdout, c.Stderr = out, &message
		_ = c.Run()
		_ = out.Close()
		if got := c.ProcessState.ExitCode(); got != 23 || !strings.Contains(message.String(), "file too large") {
			t.Errorf("%s: got status %d and %q, want 23 and why", command, got, message.String())
		}
	}
}
