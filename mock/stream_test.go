package mock_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
)

func TestRequestsAtTheSameTimeDoNotShareTheOffsetOfAStream(t *testing.T) {
	text := strings.Repeat("hello ", 20_000)
	path := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for name, body := range map[string]io.Reader{
		"a strings.Reader":     strings.NewReader(text),
		"a bytes.Reader":       bytes.NewReader([]byte(text)),
		"a file":               file,
		"a Seeker of the test": struct{ io.ReadSeeker }{strings.NewReader(text)},
		"a Read of the test":   &upper{strings.NewReader(text)},
	} {
		t.Run(name, func(t *testing.T) {
			want := text
			if _, ok := body.(*upper); ok {
				want = strings.ToUpper(text)
			}
			c, m := mock.New(t)
			m.On("GET", "/s", mock.Stream(200, body))
			var all sync.WaitGroup
			for range 8 {
				all.Go(func() {
					if got, err := outbound.Get[string](t.Context(), c, "/s"); err != nil || got != want {
						t.Errorf("got %d bytes, %v, want all %d", len(got), err, len(want))
					}
				})
			}
			all.Wait()
		})
	}
}

// upper has a Read of its own and the ReadAt of another.
type upper struct{ *strings.Reader }

func (u *upper) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	copy(p, bytes.ToUpper(p[:n]))
	return n, err
}

func (u *upper) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, struct{ io.Reader }{u}) }

func TestAStreamThatWaitsEndsWithItsClient(t *testing.T) {
	for name, body := range map[string]func() io.Reader{
		"a pipe that stays open": func() io.Reader {
			r, w := io.Pipe()
			go func() { _, _ = io.WriteString(w, "abc") }()
			return r
		},
		"a Read that sleeps": func() io.Reader {
			return io.MultiReader(strings.NewReader("abc"), sleeper{})
		},
	} {
		t.Run(name, func(t *testing.T) {
			mock.Run(t, func(t *testing.T, m *mock.Transport) {
				c, err := outbound.New(outbound.WithBodyIdleTimeout(time.Minute), outbound.WithMockTransport(m), outbound.WithTimeout(0))
				if err != nil {
					t.Fatal(err)
				}
				m.On("GET", "/s", mock.Stream(200, body()))
				_, err = outbound.Get[string](t.Context(), c, api+"/s")
				if !errors.Is(err, httperror.Timeout) || m.Elapsed() != time.Minute {
					t.Errorf("got %v after %v, want a timeout of the body after 1m0s", err, m.Elapsed())
				}
			})
		})
	}
}

type sleeper struct{}

func (sleeper) Read([]byte) (int, error) {
	time.Sleep(24 * time.Hour)
	return 0, io.EOF
}

func TestAStreamThatIsReadOnceIsClosedAtItsEnd(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		body := &closing{Reader: strings.NewReader("hello")}
		m.On("GET", "/s", mock.Stream(200, body))
		wantBody(t, m, "GET", api+"/s", "", "hello")
		time.Sleep(time.Second)
		if !body.closed.Load() {
			t.Error("the body was not closed")
		}
	})
}
