package main_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const gone = -1 // a part of an answer that is 410 instead

// cutting serves data in parts: the connection breaks after so many bytes of each
// answer. A part of 0 is answered to its end.
type cutting struct {
	mu     sync.Mutex
	data   []byte
	etag   string
	parts  []int    // of the answers to come
	ranges []string // that were asked for: "bytes=" and where they begin
}

func (c *cutting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	data, part := c.data, 0
	if len(c.parts) > 0 {
		part, c.parts = c.parts[0], c.parts[1:]
	}
	from, _, _ := strings.Cut(r.Header.Get("Range"), "-")
	c.ranges = append(c.ranges, from)
	w.Header().Set("ETag", c.etag)
	c.mu.Unlock()
	if part == gone {
		w.WriteHeader(http.StatusGone)
		return
	}
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
	if len(s.ranges) != 3 || s.ranges[0] != "" || s.ranges[1] != "bytes=30000" || s.ranges[2] != "bytes=70000" {
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

func TestADownloadIsContinuedByTheNextCommand(t *testing.T) {
	data := content(100_000)
	changed := bytes.Repeat([]byte("new"), 20_000)
	tests := map[string]struct {
		first, second *cutting
		path          string // of the second command
		ranges        []string
		want          []byte
	}{
		"the same content":                       {&cutting{data: data, etag: `"v1"`}, &cutting{data: data, etag: `"v1"`}, "/", []string{"bytes=30000"}, data},
		"content that has changed":               {&cutting{data: data, etag: `"v1"`}, &cutting{data: changed, etag: `"v2"`}, "/", []string{"bytes=30000"}, changed},
		"content that is shorter now":            {&cutting{data: data, etag: `"v1"`}, &cutting{data: changed[:100], etag: `"v2"`}, "/", []string{"bytes=30000"}, changed[:100]},
		"another address":                        {&cutting{data: data, etag: `"v1"`}, &cutting{data: changed, etag: `"v1"`}, "/other", []string{""}, changed},
		"a weak validator":                       {&cutting{data: data, etag: `W/"v1"`}, &cutting{data: data, etag: `W/"v1"`}, "/", []string{""}, data},
		"a server that lies about its validator": {&cutting{data: data, etag: `"v1"`}, &cutting{data: changed, etag: `"v1"`}, "/", []string{"bytes=30000", ""}, changed},
		"a server that lies, with less content":  {&cutting{data: data, etag: `"v1"`}, &cutting{data: changed[:100], etag: `"v1"`}, "/", []string{"bytes=30000", ""}, changed[:100]},
		"cut off once more":                      {&cutting{data: data, etag: `"v1"`}, &cutting{data: data, etag: `"v1"`, parts: []int{20_000}}, "/", []string{"bytes=30000", "bytes=50000"}, data},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "file")
			if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
			tt.first.parts = []int{30_000, gone}
			var server atomic.Pointer[cutting]
			server.Store(tt.first)
			url := serve(t, func(w http.ResponseWriter, r *http.Request) { server.Load().ServeHTTP(w, r) })
			got := outbound(t, "get", url+"/", "-o", file, "--resume")
			if got.status == 0 || read(t, file) != "old" || !strings.Contains(got.err, " kept") {
				t.Fatalf("got status %d and %q, want a failure, and the old file", got.status, got.err)
			}
			server.Store(tt.second)
			wantResult(t, outbound(t, "get", url+tt.path, "-o", file, "--resume"), 0, "")
			if got, _ := os.ReadFile(file); !bytes.Equal(got, tt.want) {
				t.Errorf("got %d bytes that are not the content of %d", len(got), len(tt.want))
			}
			if !slices.Equal(tt.second.ranges, tt.ranges) {
				t.Errorf("the second command asked for %q, want %q", tt.second.ranges, tt.ranges)
			}
			if es := entries(t, dir); len(es) != 1 {
				t.Errorf("left behind: %v", es)
			}
		})
	}
}

func TestADownloadIsContinuedAfterACommandThatWasKilled(t *testing.T) {
	data := content(1 << 20)
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	rest := &cutting{data: data, etag: `"v1"`}
	var asked atomic.Int32
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) == 1 {
			w.Header().Set("ETag", `"v1"`)
			w.Header().Set("Content-Length", strconv.Itoa(len(data)))
			_, _ = w.Write(data[:1000])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
			return
		}
		rest.ServeHTTP(w, r)
	})
	s := start(t, command(t.Context(), "get", url, "-o", file, "--resume"))
	within(t, "the part", func() bool {
		info, err := os.Stat(file + ".part")
		return err == nil && info.Size() == 1000
	})
	if got := outbound(t, "get", url, "-o", file, "--resume"); got.status != 23 || !strings.Contains(got.err, "another process") {
		t.Errorf("a second command: got status %d and %q, want 23 and that another process writes it", got.status, got.err)
	}
	if err := s.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-s.done
	wantResult(t, outbound(t, "get", url, "-o", file, "--resume"), 0, "")
	if got, _ := os.ReadFile(file); !bytes.Equal(got, data) || !slices.Equal(rest.ranges, []string{"bytes=1000"}) {
		t.Errorf("got %d bytes, the rest of which was asked for by %q, want the content", len(got), rest.ranges)
	}
	if es := entries(t, dir); len(es) != 1 {
		t.Errorf("left behind: %v", es)
	}
}

func TestAPartThatIsCompleteIsPutInPlace(t *testing.T) {
	s := &cutting{data: content(50_000), etag: `"v1"`, parts: []int{30_000, gone}}
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	url := serve(t, s.ServeHTTP)
	if got := outbound(t, "get", url, "-o", file, "--resume"); got.status != 22 {
		t.Fatalf("got status %d and %q, want 22", got.status, got.err)
	}
	part, err := os.OpenFile(file+".part", os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(s.data[30_000:])
	_ = part.Close()
	wantResult(t, outbound(t, "get", url, "-o", file, "--resume", "-i"), 0, "")
	if got, _ := os.ReadFile(file); !bytes.Equal(got, s.data) || len(entries(t, dir)) != 1 {
		t.Errorf("got %d bytes and the files %q, want the content alone", len(got), entries(t, dir))
	}
}

func TestResumeIsForDownloads(t *testing.T) {
	for _, args := range [][]string{
		{"get"}, {"get", "-o", "-"}, {"post", "-o", "file"}, {"head", "-o", "file"}, {"get", "-o", "file", "-d", "x"}, {"get", "-o", "file", "-H", "Range: bytes=1-2"},
	} {
		if got := outbound(t, append(args, "http://127.0.0.1:1/", "--resume")...); got.status != 2 || !strings.Contains(got.err, "--resume") {
			t.Errorf("%v: got status %d and %q, want 2 and a message about --resume", args, got.status, got.err)
		}
	}
}

func TestAPartOfSomethingElseIsNotLost(t *testing.T) {
	s := &cutting{data: content(50_000), etag: `"v1"`, parts: []int{30_000, gone}}
	url := serve(t, s.ServeHTTP)
	lost := serve(t, http.NotFound)
	dir := t.TempDir()
	file := filepath.Join(dir, "file")

	if err := os.WriteFile(file+".part", []byte("of a browser"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := outbound(t, "get", url, "-o", file, "--resume")
	if got.status != 23 || read(t, file+".part") != "of a browser" || len(entries(t, dir)) != 1 {
		t.Errorf("of another program: got status %d, %q and the files %q, want 23 and the part as it was", got.status, got.err, entries(t, dir))
	}
	if err := os.Remove(file + ".part"); err != nil {
		t.Fatal(err)
	}

	if got := outbound(t, "get", url, "-o", file, "--resume"); got.status != 22 {
		t.Fatalf("got status %d and %q, want 22", got.status, got.err)
	}
	wantResult(t, outbound(t, "get", lost, "-o", file, "--resume"), 22, "") // a mistake in the URL
	wantResult(t, outbound(t, "get", url, "-o", file, "--resume"), 0, "")
	if got := s.ranges[len(s.ranges)-1]; got != "bytes=30000" || read(t, file) != string(s.data) {
		t.Errorf("the rest was asked for by %q, want it to begin at 30000", got)
	}
}
