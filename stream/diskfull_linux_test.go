package stream_test

import (
	"bytes"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/stream"
)

// limitFiles lets no file of this process grow beyond n bytes while the test runs: a
// write beyond that fails as one to a full disk does, after some of its bytes.
func limitFiles(t *testing.T, n uint64) {
	t.Helper()
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: was.Max}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
			t.Error(err)
		}
		signal.Reset(syscall.SIGXFSZ)
	})
}

func TestADiskThatIsFullLeavesTheOldFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	c, m := mock.New(t)
	m.On("GET", "/file", mock.Text(200, strings.Repeat("x", 200_000))).AnyTimes()
	limitFiles(t, 100_000)
	meta, err := stream.DownloadFile(t.Context(), c, "/file", name)
	path, ok := errors.AsType[*os.PathError](err)
	if !ok || !errors.Is(err, syscall.EFBIG) || path.Path != name || meta.StatusCode != 200 {
		t.Errorf("got %+v, %v, want the system's error with the name of the file", meta, err)
	}
	info, err := os.Stat(name)
	if got, _ := os.ReadFile(name); string(got) != "old" || err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the old file is %q, %v, %v", got, info.Mode(), err)
	}
	if all, _ := os.ReadDir(filepath.Dir(name)); len(all) != 1 {
		t.Errorf("left behind: %v", all)
	}
}

func TestABodyThatFindsNoRoomOnTheDiskIsSentOnce(t *testing.T) {
	body := bytes.Repeat([]byte("0123456789abcdef"), outbound.SpillMemory/8) // twice what is kept in memory
	for name, dir := range map[string]string{"a full disk": t.TempDir(), "no folder": filepath.Join(t.TempDir(), "none")} {
		t.Run(name, func(t *testing.T) {
			c, m := mock.New(t, outbound.Standard())
			m.On("PUT", "/x", mock.Status(503))
			limitFiles(t, outbound.SpillMemory/2)
			_, err := outbound.Put[struct{}](t.Context(), c, "/x", onlyReader{bytes.NewReader(body)}, outbound.Spill(dir, 1<<30))
			e, ok := errors.AsType[*outbound.HTTPError](err)
			if !ok || e.StatusCode != 503 || e.Attempts != 1 {
				t.Errorf("got %v, want the 503 of the one attempt", err)
			}
			if got := m.Requests()[0].Body; !bytes.Equal(got, body) {
				t.Errorf("the server got %d bytes, want %d", len(got), len(body))
			}
		})
	}
}

// onlyReader cannot seek.
type onlyReader struct{ r *bytes.Reader }

func (o onlyReader) Read(p []byte) (int, error) { return o.r.Read(p) }
