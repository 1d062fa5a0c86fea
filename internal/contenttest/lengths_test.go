package contenttest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// seeker can seek and do nothing else.
type seeker struct {
	io.ReadSeeker
	closed int
}

func (s *seeker) Close() error { s.closed++; return nil }

const alphabet = "abcdefghijklmnopqrstuvwxyz"

// bodies are readers that have been read up to the offset 3.
func bodies(t *testing.T) map[string]func() io.Reader {
	name := filepath.Join(t.TempDir(), "alphabet")
	if err := os.WriteFile(name, []byte(alphabet), 0o600); err != nil {
		t.Fatal(err)
	}
	from3 := func(r io.Reader) io.Reader { _, _ = io.CopyN(io.Discard, r, 3); return r }
	return map[string]func() io.Reader{
		"a file":           func() io.Reader { f, _ := os.Open(name); return from3(f) },
		"a bytes.Reader":   func() io.Reader { return from3(bytes.NewReader([]byte(alphabet))) },
		"a strings.Reader": func() io.Reader { return from3(strings.NewReader(alphabet)) },
		"a bytes.Buffer":   func() io.Reader { return from3(bytes.NewBufferString(alphabet)) },
		"an io.Seeker":     func() io.Reader { return from3(&seeker{ReadSeeker: strings.NewReader(alphabet)}) },
	}
}

// puts are the ways to send a reader.
func puts(t *testing.T) map[string]func(c *outbound.Client, body io.Reader, opts ...outbound.CallOption) error {
	through := func(send func(*http.Request) (*http.Response, error), url string, body io.Reader) error {
		req, err := http.NewRequestWithContext(t.Context(), "PUT", url, body)
		if err != nil {
			return err
		}
		resp, err := send(req)
		if err == nil {
			err = resp.Body.Close()
		}
		return err
	}
	return map[string]func(*outbound.Client, io.Reader, ...outbound.CallOption) error{
		"Put": func(c *outbound.Client, body io.Reader, opts ...outbound.CallOption) error {
			_, err := outbound.Put[struct{}](t.Context(), c, "/", body, opts...)
			return err
		},
		"R": func(c *outbound.Client, body io.Reader, opts ...outbound.CallOption) error {
			_, err := c.R(t.Context(), opts...).SetBody(body).Put("/")
			return err
		},
		"Do": func(c *outbound.Client, body io.Reader, opts ...outbound.CallOption) error {
			return through(func(req *http.Request) (*http.Response, error) { return c.Do(req, opts...) }, "/", body)
		},
		"HTTP": func(c *outbound.Client, body io.Reader, opts ...outbound.CallOption) error {
			return through(c.HTTP(opts...).Do, c.BaseURL(), body)
		},
	}
}

func TestABodyThatCanSeekGoesOutFromItsOffsetWithItsLengthEachTime(t *testing.T) {
	for kind, open := range bodies(t) {
		for way, put := range puts(t) {
			for _, tuned := range []bool{false, true} {
				if (way == "Do" || way == "HTTP") && kind == "an io.Seeker" && tuned {
					continue
				}
				t.Run(fmt.Sprint(way, " of ", kind, ", WithResty: ", tuned), func(t *testing.T) {
					n := 0
					s := doortest.NewWire(t, func(w http.ResponseWriter, _ *http.Request) {
						if n++; n < 3 {
							w.WriteHeader(503)
						}
					})
					opts := []outbound.Option{outbound.WithBaseURL(s.URL), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)})}
					if tuned {
						opts = append(opts, outbound.WithResty(func(*resty.Client) {}))
					}
					body := open()
					if err := put(doortest.NewClient(t, opts...), body); err != nil {
						t.Fatal(err)
					}
					for i, got := range s.Requests() {
						if got.Body != alphabet[3:] || got.Length != 23 {
							t.Errorf("request %d: got %q with the length %d, want the rest of the alphabet and 23", i+1, got.Body, got.Length)
						}
					}
					if f, ok := body.(*os.File); ok && !errors.Is(f.Close(), os.ErrClosed) {
						t.Error("the file was left open")
					}
					if k, ok := body.(*seeker); ok && k.closed != 1 {
						t.Errorf("the body was closed %d times, want once", k.closed)
					}
				})
			}
		}
	}
}

// A 307 asks for the same body once more.
func TestAFileFollowsARedirect(t *testing.T) {
	open := bodies(t)["a file"]
	for way, put := range puts(t) {
		if way == "HTTP" {
			continue // net/http itself asks for a GetBody
		}
		s := doortest.NewWire(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" {
				http.Redirect(w, r, "/to", http.StatusTemporaryRedirect)
			}
		})
		if err := put(doortest.NewClient(t, outbound.WithBaseURL(s.URL)), open()); err != nil {
			t.Fatalf("%s: %v", way, err)
		}
		if all := s.Requests(); len(all) != 2 || all[1].Body != alphabet[3:] || all[1].Length != 23 {
			t.Errorf("%s: got %+v, want the body twice", way, all)
		}
	}
}

func TestALengthThatIsNotTheBodysIsRefusedBeforeTheSend(t *testing.T) {
	for kind, open := range bodies(t) {
		for way, put := range puts(t) {
			t.Run(way+" of "+kind, func(t *testing.T) {
				s := doortest.NewWire(t, nil)
				c := doortest.NewClient(t, outbound.WithBaseURL(s.URL))
				for _, length := range []string{"22", "24", "0", "26"} {
					doortest.WantKind(t, put(c, open(), outbound.Header("Content-Length", length)), httperror.Request)
				}
				if n := len(s.Requests()); n != 0 {
					t.Errorf("%d requests were sent", n)
				}
				if err := put(c, open(), outbound.Header("Content-Length", "23")); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func TestAStreamGoesOutWithTheLengthThatTheCallerKnows(t *testing.T) {
	for way, put := range puts(t) {
		t.Run(way, func(t *testing.T) {
			s := doortest.NewWire(t, nil)
			stream := func() io.Reader { return io.MultiReader(strings.NewReader(alphabet)) }
			c := doortest.NewClient(t, outbound.WithBaseURL(s.URL))
			if err := put(c, stream(), outbound.Header("Content-Length", "26")); err != nil {
				t.Fatal(err)
			}
			if got := s.Only(t); got.Length != 26 || got.Body != alphabet {
				t.Errorf("got %q with the length %d", got.Body, got.Length)
			}
			for _, lie := range []string{"25", "27"} {
				doortest.WantKind(t, put(c, stream(), outbound.Header("Content-Length", lie)), httperror.Request)
			}
			for _, r := range s.Requests()[1:] {
				if int64(len(r.Body)) == r.Length {
					t.Errorf("the server took %q for a whole body", r.Body)
				}
			}
		})
	}
}

func TestDoHoldsACallerToTheContentLengthOfItsRequest(t *testing.T) {
	s := doortest.NewWire(t, nil)
	c := doortest.NewClient(t, outbound.WithBaseURL(s.URL))
	req, err := http.NewRequestWithContext(t.Context(), "PUT", s.URL, strings.NewReader(alphabet))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Length", "7")
	_, err = c.Do(req)
	doortest.WantKind(t, err, httperror.Request)
	if req.Header.Get("Content-Length") != "7" {
		t.Error("the caller's request was changed")
	}
	_, err = c.R(t.Context()).SetHeader("Content-Length", "7").SetBody(alphabet).Put("/")
	doortest.WantKind(t, err, httperror.Request)
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	if _, err := c.R(t.Context()).SetContentLength(true).SetBody(alphabet).Put("/"); err != nil || s.Only(t).Length != 26 {
		t.Errorf("SetContentLength: got %v", err)
	}
}

// A file that grows while it is sent is sent as long as it was.
func TestAFileThatGrowsIsSentAsItWas(t *testing.T) {
	name := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(name, []byte(alphabet), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := doortest.NewWire(t, nil)
	c := doortest.NewClient(t, outbound.WithBaseURL(s.URL), outbound.WithLayer(middleware.PerCall, "grow", func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			if err := os.WriteFile(name, []byte(alphabet+"!"), 0o600); err != nil {
				t.Error(err)
			}
			return next.RoundTrip(req)
		})
	}))
	if _, err := outbound.Put[struct{}](t.Context(), c, "/", f); err != nil {
		t.Fatal(err)
	}
	if got := s.Only(t); got.Body != alphabet || got.Length != 26 {
		t.Errorf("got %q with the length %d", got.Body, got.Length)
	}
}

// A server that wants a length refuses chunks, and an empty file is no exception.
func TestAnEmptyFileGoesOutWithTheLengthZeroAndNotInChunks(t *testing.T) {
	name := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	zero := outbound.Header("Content-Length", "0")
	for _, opts := range [][]outbound.CallOption{nil, {zero}} {
		for way, put := range puts(t) {
			if way == "HTTP" && opts == nil {
				continue // as net/http does it
			}
			t.Run(fmt.Sprint(way, " ", len(opts)), func(t *testing.T) {
				s := doortest.NewWire(t, nil)
				f, err := os.Open(name)
				if err != nil {
					t.Fatal(err)
				}
				if err := put(doortest.NewClient(t, outbound.WithBaseURL(s.URL)), f, opts...); err != nil {
					t.Fatal(err)
				}
				if all := s.Requests(); len(all) != 1 || all[0].Length != 0 || all[0].Body != "" {
					t.Errorf("got %+v, want one request of length 0", all)
				}
				if !errors.Is(f.Close(), os.ErrClosed) {
					t.Error("the file was left open")
				}
			})
		}
	}
}

func TestAFormWithAnEmptyFileHasALengthAndCanBeSentAgain(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "empty"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	s := doortest.NewWire(t, func(w http.ResponseWriter, _ *http.Request) {
		if n++; n < 2 {
			w.WriteHeader(503)
		}
	})
	c := doortest.NewClient(t, outbound.WithBaseURL(s.URL), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
	form := outbound.Multipart{Files: []outbound.File{{Field: "f", Name: "f", Body: f}}}
	if _, err := outbound.Put[struct{}](t.Context(), c, "/", form); err != nil {
		t.Fatal(err)
	}
	for i, got := range s.Requests() {
		if got.Length != int64(len(got.Body)) || got.Length == 0 {
			t.Errorf("request %d: got the length %d for %d bytes", i+1, got.Length, len(got.Body))
		}
	}
}
