package mock_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/outbound/mock"
)

func TestAReplyArrivesAsFromAServer(t *testing.T) {
	file := filepath.Join(t.TempDir(), "user.json")
	if err := os.WriteFile(file, []byte(`{"id":42}`), 0o600); err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = w.Write([]byte("unpacked"))
	_ = w.Close()

	for _, c := range []struct {
		name   string
		method string
		reply  mock.Reply
		status string
		body   string
		length int64
		header string // "Name: value"
	}{
		{"a status", "GET", mock.Status(404), "404 Not Found", "", 0, "Content-Length: 0"},
		{"a status without a body", "GET", mock.Status(204), "204 No Content", "", 0, ""},
		{"a status without a text", "GET", mock.Status(599), "599 ", "", 0, ""},
		{"a text", "GET", mock.Text(200, "hello"), "200 OK", "hello", 5, "Content-Type: text/plain; charset=utf-8"},
		{"JSON", "GET", mock.JSON(201, map[string]int{"id": 42}), "201 Created", `{"id":42}`, 9, "Content-Type: application/json"},
		{"a file", "GET", mock.File(200, file), "200 OK", `{"id":42}`, 9, "Content-Type: application/json"},
		{"a stream", "GET", mock.Stream(200, strings.NewReader("hello")), "200 OK", "hello", -1, ""},
		{"a header field", "GET", mock.Status(200).With("x-next", "2"), "200 OK", "", 0, "X-Next: 2"},
		{"a field twice", "GET", mock.Status(200).With("X-A", "1").With("x-a", "2"), "200 OK", "", 0, "X-A: 2"},
		{"another type", "GET", mock.Text(200, "<p>").With("Content-Type", "text/html"), "200 OK", "<p>", 3, "Content-Type: text/html"},
		{"HEAD has no body", "HEAD", mock.Text(200, "hello"), "200 OK", "", 5, "Content-Length: 5"},
		{"HEAD of a stream", "HEAD", mock.Stream(200, strings.NewReader("hello")), "200 OK", "", -1, ""},
		{"not modified has no body", "GET", mock.Text(304, "hello"), "304 Not Modified", "", 0, ""},
		{"net/http unpacks", "GET", mock.Text(200, zipped.String()).With("Content-Encoding", "gzip"), "200 OK", "unpacked", -1, ""},
		{"a function", "GET", mock.Do(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Status: "200 OK"}, nil
		}).With("X", "1"), "200 OK", "", 0, "X: 1"},
		{"rate limited", "GET", mock.RateLimited(1500 * time.Millisecond), "429 Too Many Requests", "", 0, "Retry-After: 2"},
		{"a slow body", "GET", mock.SlowBody(200, "hello", time.Second), "200 OK", "hello", 5, ""},
		{"HEAD of a slow body", "HEAD", mock.SlowBody(200, "hello", time.Second), "200 OK", "", 5, ""},
		{"a denying proxy on the way to http", "GET", mock.ProxyDenied(407), "407 Proxy Authentication Required", "", 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			mock.Run(t, func(t *testing.T, m *mock.Transport) {
				m.On("", "/x", c.reply)
				resp := wantBody(t, m, c.method, "http://api.test/x", "", c.body)
				if resp.Status != c.status || resp.ContentLength != c.length {
					t.Errorf("got %q of length %d, want %q of %d", resp.Status, resp.ContentLength, c.status, c.length)
				}
				if name, value, ok := strings.Cut(c.header, ": "); ok && resp.Header.Get(name) != value {
					t.Errorf("got %v, want %s", resp.Header, c.header)
				}
				if resp.Request == nil || resp.Request.URL.Path != "/x" {
					t.Errorf("got the request %v, want the one that was sent", resp.Request)
				}
			})
		})
	}
}

func TestASlowBodyTakesItsTime(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/x", mock.SlowBody(200, "hello", time.Second).After(time.Minute))
		wantBody(t, m, "GET", api+"/x", "", "hello")
		if m.Elapsed() != 65*time.Second {
			t.Errorf("took %v, want 1m5s", m.Elapsed())
		}
	})
}

func TestAStreamIsRewoundIfItCanBe(t *testing.T) {
	m := mock.NewTransport(t)
	m.On("GET", "/seeker", mock.Stream(200, strings.NewReader("hello")))
	m.On("GET", "/once", mock.Stream(200, io.LimitReader(strings.NewReader("hello"), 5)))
	wantBody(t, m, "GET", api+"/seeker", "", "hello")
	wantBody(t, m, "GET", api+"/seeker", "", "hello")
	wantBody(t, m, "GET", api+"/once", "", "hello")
	if n := m.Attempts(); n != 3 {
		t.Errorf("got %d attempts, want 3", n)
	}
}

func TestAStreamArrivesPartByPart(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		r, w := io.Pipe()
		m.On("GET", "/x", mock.Stream(200, r))
		resp, err := ask(t, m, "GET", api+"/x", "")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		buf := make([]byte, 10)
		for _, part := range []string{"one", "two"} {
			go func() { _, _ = io.WriteString(w, part) }()
			if n, err := resp.Body.Read(buf); err != nil || string(buf[:n]) != part {
				t.Errorf("got %q, %v, want %q", buf[:n], err, part)
			}
		}
		w.CloseWithError(errors.New("the source has run dry"))
		if _, err := resp.Body.Read(buf); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("got %v, want a body that is cut off", err)
		}
	})
}

func TestAFunctionSeesTheRequestAndItsBody(t *testing.T) {
	c, m := mock.New(t)
	m.On("POST", "/echo", mock.Do(echo))
	resp, err := c.R(t.Context()).SetBody("hello").Post("/echo")
	if err != nil || resp.String() != "hello" {
		t.Errorf("got %v, %v, want the echo", resp, err)
	}
}

func TestAFunctionThatReturnsTooMuchOrNothingIsAnError(t *testing.T) {
	failed := errors.New("failed")
	body := &closing{Reader: strings.NewReader("")}
	m := mock.NewTransport(t)
	m.On("GET", "/both", mock.Do(func(*http.Request) (*http.Response, error) { return &http.Response{Body: body}, failed }))
	m.On("GET", "/neither", mock.Do(func(*http.Request) (*http.Response, error) { return nil, nil }))
	if resp, err := ask(t, m, "GET", api+"/both", ""); resp != nil || !errors.Is(err, failed) || !body.closed.Load() {
		t.Errorf("got %v, %v, want the error alone and the body closed", resp, err)
	}
	if resp, err := ask(t, m, "GET", api+"/neither", ""); resp != nil || err == nil {
		t.Errorf("got %v, %v, want an error", resp, err)
	}
}
