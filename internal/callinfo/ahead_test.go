package callinfo_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
)

// breaking breaks off after its text, and says so with the last bytes.
type breaking struct{ text string }

func (b *breaking) Read(p []byte) (n int, err error) {
	n = copy(p, b.text)
	if b.text = b.text[n:]; b.text == "" {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// What is read ahead is what was asked for, whatever memory a call before has
// left: a body that breaks behind it is the reader's business.
func TestNoMoreIsReadAheadThanAskedFor(t *testing.T) {
	answer := func(body io.Reader) func(*http.Request) (*http.Response, error) {
		return func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Header: http.Header{}, ContentLength: -1, Body: io.NopCloser(body)}, nil
		}
	}
	for range 50 {
		big := callinfo.New(context.Background())
		resp, err := send(big, answer(strings.NewReader(strings.Repeat("x", 1<<10))))
		if err != nil {
			t.Fatal(err)
		}
		_ = big.Hand(resp).Close()

		c := callinfo.New(context.Background())
		req, err := http.NewRequestWithContext(c, http.MethodGet, "http://h.test/", nil)
		if err != nil {
			t.Fatal(err)
		}
		c.Hop(req)
		resp, err = c.Send(roundTripper(answer(&breaking{"abcdef"})), c.Adopt(req, true), 0, 4)
		if err != nil {
			t.Fatalf("a body that breaks after 6 bytes failed the attempt, which reads 4: %v", err)
		}
		text, err := io.ReadAll(c.Hand(resp))
		if string(text) != "abcdef" || !errors.Is(err, httperror.Body) {
			t.Fatalf("got %q, %v; want the bytes and kind body", text, err)
		}
	}
}

// slow gives a byte and a moment in which somebody may close it.
type slow struct {
	left  int
	pause func()
}

func (s *slow) Read(p []byte) (int, error) {
	s.pause()
	if s.left--; s.left < 0 {
		return 0, io.EOF
	}
	return copy(p, "x"), nil
}

func TestABodyMayBeClosedWhileItIsDrained(t *testing.T) {
	c := callinfo.New(context.Background())
	var body io.ReadCloser
	from := &slow{left: 20, pause: func() {
		if body != nil {
			_ = body.Close()
		}
	}}
	req, err := http.NewRequestWithContext(c, http.MethodGet, "http://h.test/", nil)
	if err != nil {
		t.Fatal(err)
	}
	c.Hop(req)
	resp, err := c.Send(roundTripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 503, Header: http.Header{}, ContentLength: -1, Body: io.NopCloser(from)}, nil
	}), c.Adopt(req, true), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	body = resp.Body
	c.Discard(resp)
	if from.left != 19 {
		t.Errorf("read on after it was closed: %d bytes are left, want 19", from.left)
	}
	c.End(nil)
}
