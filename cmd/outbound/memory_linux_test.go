package main_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestALargeUploadNeedsLittleMemory(t *testing.T) {
	const size = 256 << 20
	name := filepath.Join(t.TempDir(), "file")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(size); err != nil { // it takes no room on the disk
		t.Fatal(err)
	}
	_ = f.Close()
	arrived, answer := make(chan int64, 1), make(chan struct{})
	url := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		n, _ := io.Copy(io.Discard, r.Body)
		arrived <- n
		<-answer
	})
	t.Cleanup(func() { close(answer) })
	s := start(t, command(t.Context(), "put", url, "-d", "@"+name))
	if n := <-arrived; n != size {
		t.Errorf("the server got %d bytes, want %d", n, size)
	}
	_, after, _ := strings.Cut(read(t, fmt.Sprintf("/proc/%d/status", s.Process.Pid)), "VmHWM:") // the most so far
	var kib int64
	if _, err := fmt.Sscan(after, &kib); err != nil || kib<<10 > size/4 {
		t.Errorf("the command used %d MiB, %v, for a file of %d MiB", kib>>10, err, size>>20)
	}
}
