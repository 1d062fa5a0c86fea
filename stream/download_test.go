package stream_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
	"example.com/outbound/stream"
)

// breaking serves a file, and breaks off the first answers after so many bytes.
type breaking struct {
	content []byte
	at      []int // where each answer breaks off
	tag     func(n int) string
	header  http.Header
	n       atomic.Int32
	ranges  []string
}

func (b *breaking) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	n := int(b.n.Add(1))
	b.ranges = append(b.ranges, req.Header.Get("Range"))
	for name, values := range b.header {
		w.Header()[name] = values
	}
	if b.tag != nil {
		w.Header().Set("ETag", b.tag(n))
	}
	if n <= len(b.at) {
		http.ServeContent(&cut{w, b.at[n-1]}, req, "", time.Time{}, bytes.NewReader(b.content))
		return
	}
	http.ServeContent(w, req, "", time.Time{}, bytes.NewReader(b.content))
}

// cut breaks the connection after so many bytes of the body.
type cut struct {
	http.ResponseWriter
	left int
}

func (c *cut) Write(p []byte) (int, error) {
	if len(p) <= c.left {
		c.left -= len(p)
		return c.ResponseWriter.Write(p)
	}
	_, _ = c.ResponseWriter.Write(p[:c.left])
	_ = http.NewResponseController(c.ResponseWriter).Flush()
	panic(http.ErrAbortHandler)
}

// served is a base whose answers are those of a handler. One that panics has
// broken off its body.
func served(h http.Handler) outbound.Option {
	return outbound.WithMockTransport(middleware.Func(func(req *http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		broken := func() (broken bool) {
			defer func() { broken = recover() != nil }()
			if req.Body != nil {
				defer req.Body.Close()
			}
			h.ServeHTTP(w, req)
			return false
		}()
		resp := w.Result()
		resp.Request = req
		if n, err := strconv.ParseInt(resp.Header.Get("Content-Length"), 10, 64); err == nil {
			resp.ContentLength = n
		}
		if broken {
			resp.Body = io.NopCloser(io.MultiReader(resp.Body, iotest.ErrReader(io.ErrUnexpectedEOF)))
		}
		return resp, nil
	}))
}

func fixed(tag string) func(int) string { return func(int) string { return tag } }

func TestADownloadContinuesWhereItBreaksOff(t *testing.T) { synctest.Test(t, continues) }

func continues(t *testing.T) {
	content := []byte(strings.Repeat("0123456789", 100))
	for at := 0; at < 30; at++ {
		s := &breaking{content: content, at: []int{at, 7}, tag: fixed(`"v1"`)}
		c, err := outbound.New(served(s), outbound.WithBaseURL("http://api.test"), outbound.WithAuth(auth.Bearer("t")), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		var last int64
		meta, err := stream.Download(t.Context(), c, "/file", &got, outbound.Progress(func(done, total int64) {
			if done <= last || total != int64(len(content)) {
				t.Errorf("progress %d of %d after %d", done, total, last)
			}
			last = done
		}))
		if err != nil || !bytes.Equal(got.Bytes(), content) {
			t.Errorf("broken off after %d: got %d bytes, %v", at, got.Len(), err)
		}
		if meta.StatusCode != 200 || meta.URL == nil || last != int64(len(content)) {
			t.Errorf("got %+v, progress %d", meta, last)
		}
		if want := fmt.Sprintf("[ bytes=%d- bytes=%d-]", at, at+7); fmt.Sprint(s.ranges) != want {
			t.Errorf("got the ranges %v, want %s", s.ranges, want)
		}
	}
}

func TestADownloadIsNeverSpliced(t *testing.T) {
	content := []byte(strings.Repeat("x", 1000))
	for name, tt := range map[string]struct {
		s    *breaking
		asks int32
	}{
		"the file has changed":        {&breaking{content: content, at: []int{10}, tag: func(n int) string { return fmt.Sprintf(`"v%d"`, n) }}, 2},
		"the validator has no quotes": {&breaking{content: content, at: []int{10}, tag: fixed(`v1`)}, 1},
		"the validator is weak":       {&breaking{content: content, at: []int{10}, tag: fixed(`W/"v1"`)}, 1},
		"there is no validator":       {&breaking{content: content, at: []int{10}}, 1},
		"it breaks off every time":    {&breaking{content: content, at: []int{10, 0, 0, 0, 0, 0, 0, 0}, tag: fixed(`"v1"`)}, 5},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, err := outbound.New(served(tt.s), outbound.WithBaseURL("http://api.test"))
				if err != nil {
					t.Fatal(err)
				}
				file := filepath.Join(t.TempDir(), "f")
				if err := os.WriteFile(file, []byte("old"), 0o640); err != nil {
					t.Fatal(err)
				}
				_, err = stream.DownloadFile(t.Context(), c, "/file", file)
				if !errors.Is(err, httperror.Body) {
					t.Errorf("got %v, want kind body", err)
				}
				if old, _ := os.ReadFile(file); string(old) != "old" {
					t.Errorf("the old file is %q", old)
				}
				if all, _ := os.ReadDir(filepath.Dir(file)); len(all) != 1 {
					t.Errorf("left behind: %v", all)
				}
				if got := tt.s.n.Load(); got != tt.asks {
					t.Errorf("asked %d times, want %d", got, tt.asks)
				}
			})
		})
	}
}

func TestAnswersThatLieAboutTheirRangeAreNotTaken(t *testing.T) {
	for name, field := range map[string]string{
		"from elsewhere": "bytes 5-99/100", "of another length": "bytes 10-99/200", "no range": "", "of another unit": "lines 10-99/100",
		"backwards": "bytes 10-5/100", "beyond the end": "bytes 10-100/100", "no number": "bytes a-b/c",
	} {
		t.Run(name, func(t *testing.T) {
			var n atomic.Int32
			base := served(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("ETag", `"v1"`)
				w.Header().Set("Content-Length", "100")
				if n.Add(1) > 1 {
					w.Header().Set("Content-Range", field)
					w.Header().Set("Content-Length", "90")
					w.WriteHeader(206)
					_, _ = io.WriteString(w, strings.Repeat("y", 90))
					return
				}
				_, _ = io.WriteString(w, strings.Repeat("x", 10))
				_ = http.NewResponseController(w).Flush()
				panic(http.ErrAbortHandler)
			}))
			c, err := outbound.New(base, outbound.WithBaseURL("http://api.test"))
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if _, err := stream.Download(t.Context(), c, "/file", &got); !errors.Is(err, httperror.Body) || got.String() != strings.Repeat("x", 10) {
				t.Errorf("got %q, %v", got.String(), err)
			}
		})
	}
}

func TestAFileIsDownloadedWhole(t *testing.T) {
	server := httptest.NewServer(&breaking{content: []byte("content"), tag: fixed(`"v1"`)})
	defer server.Close()
	c, err := outbound.New(outbound.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(file, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := stream.DownloadFile(t.Context(), c, "/file", file); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if got, _ := os.ReadFile(file); string(got) != "content" || err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("got %q, %v, %v", got, info.Mode(), err)
	}
}

func TestABodyThatIsReadOnceIsSentAgainFromWhereItWasKept(t *testing.T) {
	const mib = 1 << 20
	for name, tt := range map[string]struct {
		size  int
		most  int64
		again bool
	}{
		"in memory":       {1000, mib, true},
		"at the border":   {outbound.SpillMemory, 4 * mib, true},
		"in a file":       {3*mib + 7, 4 * mib, true},
		"of just the max": {3 * mib, 3 * mib, true},
		"beyond the max":  {3*mib + 1, 3 * mib, false},
	} {
		t.Run(name, func(t *testing.T) {
			body := bytes.Repeat([]byte("0123456789abcdef"), tt.size/16+1)[:tt.size]
			var n atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				got, _ := io.ReadAll(req.Body)
				if !bytes.Equal(got, body) {
					t.Errorf("send %d: got %d bytes, want %d", n.Load()+1, len(got), len(body))
				}
				if n.Add(1) < 3 {
					w.WriteHeader(503)
				}
			}))
			defer server.Close()
			dir := t.TempDir()
			c, err := outbound.New(outbound.WithBaseURL(server.URL), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
			if err != nil {
				t.Fatal(err)
			}
			var told int64
			_, err = outbound.Put[struct{}](t.Context(), c, "/x", io.MultiReader(bytes.NewReader(body)), outbound.Spill(dir, tt.most),
				outbound.Progress(func(done, _ int64) { told = max(told, done) }))
			if (err == nil) != tt.again || told != int64(tt.size) {
				t.Errorf("got %v after %d sends, told %d", err, n.Load(), told)
			}
			if left, _ := os.ReadDir(dir); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}
