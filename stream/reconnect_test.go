package stream_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/mock"
	"example.com/outbound/stream"
)

func TestAnEventWhoseEndWasMissingWasSkippedByTheNextRequest(t *testing.T) {
	for name, cut := range map[string]string{
		"after its id":               "id: 2\n",
		"after its data":             "id: 2\ndata: b\n",
		"with an id and no line end": "id: 2\ndata: b\nid: 3",
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, m := mock.New(t)
				m.On("GET", "/events", events("id: 1\ndata: a\n\n"+cut), events("id: 2\ndata: b\n\n"), mock.Status(204))
				got, err := collect(t, c, 99)
				if err != nil || len(got) != 2 {
					t.Errorf("got %v, %v, want both events", got, err)
				}
				for i, want := range []string{"", "1", "2"} {
					if id := m.Requests()[i].Header.Get("Last-Event-ID"); id != want {
						t.Errorf("request %d asks for what follows %q, want %q", i, id, want)
					}
				}
			})
		})
	}
}

func TestARetryFieldWithoutDataDidNotCount(t *testing.T) {
	for name, tt := range map[string]struct {
		body     string
		min, max time.Duration
	}{
		"by itself":               {"retry: 60000\n\ndata: a\n\n", 30 * time.Second, 90 * time.Second},
		"after the last event":    {"data: a\n\nretry: 60000\n\n", 30 * time.Second, 90 * time.Second},
		"in an event without end": {"data: a\n\nretry: 60000\ndata: b\n", 30 * time.Second, 90 * time.Second},
		"none":                    {"data: a\n\n", stream.DefaultReconnect / 2, stream.DefaultReconnect * 3 / 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, m := mock.New(t)
				m.On("GET", "/events", events(tt.body), mock.Status(204))
				if _, err := collect(t, c, 99); err != nil {
					t.Fatal(err)
				}
				sent := m.Requests()
				if d := sent[1].Time.Sub(sent[0].Time); d < tt.min || d > tt.max {
					t.Errorf("asked again after %v, want %v to %v", d, tt.min, tt.max)
				}
			})
		})
	}
}

func TestEventsOfAnotherStatusAreAnError(t *testing.T) {
	c, m := mock.New(t)
	for _, status := range []int{201, 206, 404} {
		m.On("GET", "/events", mock.Text(status, "data: a\n\n").With("Content-Type", "text/event-stream")).Once()
		if got, err := collect(t, c, 1, outbound.AllowStatus(404)); !errors.Is(err, httperror.Decode) || len(got) > 0 {
			t.Errorf("%d: got %v, %v, want kind decode", status, got, err)
		}
	}
}

func TestAWrongContentCodingWasAskedForAgainForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte("data: a\n\n"))
		_ = z.Flush()
		b.WriteString("no gzip at all, and much more than a header of it")
		c, m := mock.New(t)
		m.On("GET", "/events", events(b.String()).With("Content-Encoding", "gzip"))
		got, err := collect(t, c, 99)
		if len(got) != 1 || !errors.Is(err, httperror.Body) || len(m.Requests()) != 1 {
			t.Errorf("got %v, %v after %d requests, want an error of kind body after one", got, err, len(m.Requests()))
		}
	})
}

func TestAnOpenBreakerEndedAnEventStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := mock.New(t, outbound.WithBreaker(breaker.Policy{}))
		m.On("GET", "/events", events("id: 1\ndata: a\n\n"), mock.Refused().Times(8), events("data: b\n\n"), mock.Status(204))
		got, err := collect(t, c, 99)
		if err != nil || len(got) != 2 {
			t.Errorf("got %v, %v, want both events", got, err)
		}
	})
}

func TestABodyThatCanBeReadOnceWasSentEmptyByTheNextRequest(t *testing.T) {
	for name, body := range map[string]any{
		"a buffer":         bytes.NewBufferString("query"),
		"a strings.Reader": strings.NewReader("query"),
		"a stream":         io.MultiReader(strings.NewReader("query")),
		"a form of files":  outbound.Multipart{Files: []outbound.File{{Field: "f", Body: bytes.NewBufferString("query")}}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, m := mock.New(t)
				m.On("POST", "/events", events("data: a\n\n"))
				got, err := collect(t, c, 99, outbound.Method("POST", body))
				if len(got) != 1 || !errors.Is(err, httperror.Request) || len(m.Requests()) != 1 {
					t.Errorf("got %v, %v after %d requests, want an error of kind request after one", got, err, len(m.Requests()))
				}
			})
		})
	}
}

func TestAValueOfMethodIsSentByEveryRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := mock.New(t)
		m.On("POST", "/events", events("data: a\n\n"), events("data: b\n\n"), mock.Status(204))
		if got, err := collect(t, c, 99, outbound.Method("POST", map[string]int{"n": 1})); err != nil || len(got) != 2 {
			t.Errorf("got %v, %v", got, err)
		}
		for i, r := range m.Requests() {
			if string(r.Body) != `{"n":1}` {
				t.Errorf("request %d has the body %q", i, r.Body)
			}
		}
	})
}
