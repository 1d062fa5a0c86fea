package upload_test

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"example.com/outbound/internal/upload"
)

// slow can seek and nothing more, and reads three bytes at a time.
type slow struct {
	r      *strings.Reader
	closed int
}

func (s *slow) Read(p []byte) (int, error)                 { return s.r.Read(p[:min(3, len(p))]) }
func (s *slow) Seek(offset int64, from int) (int64, error) { return s.r.Seek(offset, from) }
func (s *slow) Close() error                               { s.closed++; return nil }

func TestEachOpenReadsTheRestWhoeverElseReads(t *testing.T) {
	text := strings.Repeat("0123456789", 1000)
	r := &slow{r: strings.NewReader(text)}
	_, _ = r.Seek(5, io.SeekStart)
	s := upload.Of(r)
	if s == nil || s.Size() != int64(len(text)-5) {
		t.Fatal("got no source of the rest")
	}
	var wg sync.WaitGroup
	for range 4 {
		body := s.Open()
		wg.Go(func() {
			got, err := io.ReadAll(body)
			if err != nil || string(got) != text[5:] {
				t.Errorf("got %d bytes, %v", len(got), err)
			}
			_, _ = body.Close(), body.Close()
		})
	}
	s.Release()
	wg.Wait()
	if r.closed != 1 {
		t.Errorf("closed %d times, want once, after the last reader", r.closed)
	}
}

// sizeless says that it ends where it begins, as files of /proc do.
type sizeless struct{ slow }

func (s *sizeless) Seek(offset int64, from int) (int64, error) {
	if from == io.SeekEnd {
		return 0, nil
	}
	return s.slow.Seek(offset, from)
}

func TestWhatHasBeenReadToItsEndIsAnEmptySource(t *testing.T) {
	read := strings.NewReader("x")
	_, _ = io.ReadAll(read)
	s := upload.Of(read)
	if s == nil || s.Size() != 0 || s.Open() != http.NoBody {
		t.Errorf("got %v, want a source of no bytes", s)
	}
}

func TestWhatCannotSeekOrHasNoSizeIsNoSource(t *testing.T) {
	virtual := &sizeless{slow{r: strings.NewReader("x")}}
	for name, r := range map[string]io.Reader{"nothing": nil, "a stream": io.MultiReader(), "one that names no size": virtual} {
		if upload.Of(r) != nil {
			t.Errorf("%s: got a source", name)
		}
	}
	if rest, _ := io.ReadAll(virtual); string(rest) != "x" {
		t.Errorf("got %q of what was asked for its size, want all", rest)
	}
}
