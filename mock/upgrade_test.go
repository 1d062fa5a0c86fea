package mock_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/mock"
)

func TestTheBodyOfASwitchOfProtocolsIsTheConnection(t *testing.T) {
	m := mock.NewTransport(t)
	m.On("GET", "/server", mock.Status(101).With("Connection", "Upgrade").With("Upgrade", "x"))
	m.On("GET", "/function", mock.Do(func(*http.Request) (*http.Response, error) {
		r, w := io.Pipe()
		return &http.Response{StatusCode: 101, Body: struct {
			io.Reader
			io.WriteCloser
		}{r, w}}, nil
	}))
	for _, path := range []string{"/server", "/function"} {
		resp, err := ask(t, m, "GET", api+path, "", "Connection", "Upgrade", "Upgrade", "x")
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := resp.Body.(io.Writer); !ok {
			t.Errorf("%s: got a %T, want a body that can be written", path, resp.Body)
		}
		_ = resp.Body.Close()
	}
}

func TestTheBodyOfAFunctionEndsWithItsClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		m := mock.NewTransport(t)
		m.On("GET", "/waits", mock.Do(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: r}, nil
		}))
		m.On("GET", "/text", mock.Do(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("hello"))}, nil
		}))
		for _, path := range []string{"/waits", "/text"} {
			resp, err := ask(t, m, "GET", api+path, "")
			if err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(time.Second, func() { _ = resp.Body.Close() })
			if path == "/text" {
				time.Sleep(time.Minute)
			}
			if n, err := resp.Body.Read(make([]byte, 1)); n != 0 || err == nil || errors.Is(err, io.EOF) {
				t.Errorf("%s: got %d bytes, %v, want the error of a closed body", path, n, err)
			}
		}
		if _, err := io.WriteString(w, "x"); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("got %v, want the function's own body closed", err)
		}
	})
}
