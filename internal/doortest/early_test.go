package doortest

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// shape is an answer of some media type and framing.
type shape struct {
	name, method, contentType string
	length                    int      // announced, 0 = chunked
	ahead                     []string // the entry points that read it whole before they return; R always does
}

// parted is a body whose second half comes after a second, and is then cut off
// if it is to be.
type parted struct {
	first, rest string
	cut         bool
	state       int
}

func (p *parted) Read(b []byte) (int, error) {
	switch p.state++; p.state {
	case 1:
		return copy(b, p.first), nil
	case 2:
		time.Sleep(time.Second) // virtual
		if p.cut {
			return 0, io.ErrUnexpectedEOF
		}
		return copy(b, p.rest), nil
	}
	return 0, io.EOF
}

// shapes is the rule of retry.Policy.BufferBody as a table.
var shapes = []shape{
	{"a short length", http.MethodGet, "text/plain", 8, []string{"Do", "HTTP"}},
	{"a short length of JSON", http.MethodGet, "application/json", 8, []string{"Do", "HTTP"}},
	{"a length above the bound", http.MethodGet, "text/plain", 20, nil},
	{"no length", http.MethodGet, "text/plain", 0, nil},
	{"a short length after POST", http.MethodPost, "text/plain", 8, nil},
	{"events", http.MethodGet, "text/event-stream", 8, nil},
	{"events in a charset", http.MethodGet, "Text/Event-Stream; charset=utf-8", 8, nil},
	{"lines of JSON", http.MethodGet, "application/x-ndjson", 8, nil},
	{"gRPC", http.MethodGet, "application/grpc+proto", 8, nil},
	{"connect", http.MethodGet, "application/connect+json", 8, nil},
	{"frames", http.MethodGet, "multipart/x-mixed-replace; boundary=b", 8, nil},
}

// openers hand a response over before its body has been read.
var openers = map[string]func(*outbound.Client, *http.Request) (*http.Response, error){"Do": raws["Do"], "HTTP": raws["HTTP"]}

// serve answers in that shape; the first answer is cut off if it is to be.
func (s shape) serve(m *mock.Transport, cut bool) {
	m.On(s.method, Get().URL, mock.Do(func(*http.Request) (*http.Response, error) {
		length := int64(s.length)
		if length == 0 {
			length = -1
		}
		body := &parted{first: "some", rest: strings.Repeat(".", max(s.length, 8)-4), cut: cut}
		cut = false
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {s.contentType}}, ContentLength: length, Body: io.NopCloser(body)}, nil
	})).AnyTimes()
}

func (s shape) request(t *testing.T) *http.Request {
	t.Helper()
	var body io.Reader
	if s.method == http.MethodPost {
		body = strings.NewReader("text")
	}
	req, err := http.NewRequestWithContext(t.Context(), s.method, Get().URL, body)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

var bounding = outbound.WithRetry(retry.Policy{BufferBody: 10, Wait: retry.Constant(time.Second), Jitter: retry.NoJitter})

func TestTheFirstBytesOfAStreamWaitedForTheRest(t *testing.T) {
	for _, s := range shapes {
		for name, open := range openers {
			t.Run(s.name+", "+name, func(t *testing.T) {
				mock.Run(t, func(t *testing.T, m *mock.Transport) {
					s.serve(m, false)
					c, begun := NewClient(t, outbound.WithMockTransport(m), bounding), time.Now()
					resp, err := open(c, s.request(t))
					if err != nil {
						t.Fatal(err)
					}
					defer resp.Body.Close()
					first := make([]byte, 4)
					if _, err := io.ReadFull(resp.Body, first); err != nil || string(first) != "some" {
						t.Fatalf("got %q, %v", first, err)
					}
					want := time.Duration(0)
					if slices.Contains(s.ahead, name) {
						want = time.Second
					}
					if waited := time.Since(begun); waited != want {
						t.Errorf("the first bytes came after %v, want %v", waited, want)
					}
					_, _ = io.Copy(io.Discard, resp.Body)
				})
			})
		}
	}
}

func TestACutIsRepeatedWhereNothingHasBeenHandedOver(t *testing.T) {
	for _, s := range shapes {
		for name, open := range openers {
			t.Run(s.name+", "+name, func(t *testing.T) {
				mock.Run(t, func(t *testing.T, m *mock.Transport) {
					s.serve(m, true)
					want := 1
					if slices.Contains(s.ahead, name) {
						want = 2
					}
					resp, err := open(NewClient(t, outbound.WithMockTransport(m), bounding), s.request(t))
					if err != nil {
						t.Fatal(err)
					}
					_, err = io.ReadAll(resp.Body)
					_ = resp.Body.Close()
					if got := len(m.Requests()); got != want || (err == nil) != (want == 2) {
						t.Errorf("got %v after %d requests, want %d", err, got, want)
					}
				})
			})
		}
	}
}

// A short answer that is read whole is repeated whatever its framing, as long as
// its media type is no stream's.
func TestACutChunkedAnswerOfAValueIsRepeated(t *testing.T) {
	for name, ask := range map[string]func(*testing.T, *outbound.Client) (string, error){
		"Get": func(t *testing.T, c *outbound.Client) (string, error) {
			return outbound.Get[string](t.Context(), c, Get().URL)
		},
		"R": func(t *testing.T, c *outbound.Client) (string, error) {
			resp, err := c.R(t.Context()).Get(Get().URL)
			return resp.String(), err
		},
	} {
		for _, s := range shapes {
			if s.method == http.MethodPost || s.length > 10 {
				continue
			}
			t.Run(name+", "+s.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					m := mock.NewTransport(t)
					s.serve(m, true)
					got, err := ask(t, NewClient(t, outbound.WithMockTransport(m), bounding))
					if stream := s.length == 8 && s.contentType != "text/plain" && s.contentType != "application/json"; stream != (err != nil) {
						t.Errorf("got %q, %v, want an error: %t", got, err, stream)
					}
				})
			})
		}
	}
}

func TestAHeadOfALongAnswerIsNoStream(t *testing.T) {
	for name, open := range openers {
		mock.Run(t, func(t *testing.T, m *mock.Transport) {
			m.On(http.MethodHead, Get().URL, mock.Text(200, strings.Repeat("x", 100)))
			req, _ := http.NewRequestWithContext(t.Context(), http.MethodHead, Get().URL, nil)
			resp, err := open(NewClient(t, outbound.WithMockTransport(m), bounding), req)
			if err != nil || resp.ContentLength != 100 {
				t.Fatalf("%s: got %v, %v, want the length of the body that is not there", name, resp, err)
			}
			if all, err := io.ReadAll(resp.Body); err != nil || len(all) != 0 {
				t.Errorf("%s: got %d bytes, %v", name, len(all), err)
			}
			_ = resp.Body.Close()
		})
	}
}
