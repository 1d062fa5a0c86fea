package stream_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/mock"
	"example.com/outbound/stream"
)

func events(body string) mock.Reply {
	return mock.Text(200, body).With("Content-Type", "text/event-stream")
}

// collect reads events until n have come or the loop ends.
func collect(t *testing.T, c *outbound.Client, n int, opts ...outbound.CallOption) (all []stream.Event, err error) {
	t.Helper()
	for e, err := range stream.Events(t.Context(), c, "/events", opts...) {
		if err != nil {
			return all, err
		}
		if all = append(all, e); len(all) == n {
			return all, nil
		}
	}
	return all, nil
}

func TestEventsAreReadAsTheStandardSays(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       []stream.Event
	}{
		{"one", "data: a\n\n", []stream.Event{{Type: "message", Data: "a"}}},
		{"lines of data are joined", "data: a\ndata: b\n\n", []stream.Event{{Type: "message", Data: "a\nb"}}},
		{"an empty data field is data", "data\n\ndata:\ndata\n\n", []stream.Event{{Type: "message", Data: ""}, {Type: "message", Data: "\n"}}},
		{"without a blank", "data:a\n\n", []stream.Event{{Type: "message", Data: "a"}}},
		{"one blank is taken off, not two", "data:  a\n\n", []stream.Event{{Type: "message", Data: " a"}}},
		{"CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", []stream.Event{{Type: "message", Data: "a"}, {Type: "message", Data: "b"}}},
		{"CR", "data: a\r\rdata: b\r\r", []stream.Event{{Type: "message", Data: "a"}, {Type: "message", Data: "b"}}},
		{"mixed", "data: a\r\ndata: b\rdata: c\n\n", []stream.Event{{Type: "message", Data: "a\nb\nc"}}},
		{"a byte order mark", "\xef\xbb\xbfdata: a\n\n", []stream.Event{{Type: "message", Data: "a"}}},
		{"only one of them", "\xef\xbb\xbf\xef\xbb\xbfdata: a\n\ndata: b\n\n", []stream.Event{{Type: "message", Data: "b"}}},
		{"a type holds for one event", "event: x\ndata: a\n\ndata: b\n\n", []stream.Event{{Type: "x", Data: "a"}, {Type: "message", Data: "b"}}},
		{"a type without data is no event", "event: x\n\ndata: b\n\n", []stream.Event{{Type: "message", Data: "b"}}},
		{"an id persists", "id: 1\ndata: a\n\ndata: b\n\n", []stream.Event{{ID: "1", Type: "message", Data: "a"}, {ID: "1", Type: "message", Data: "b"}}},
		{"an empty id takes it away", "id: 1\ndata: a\n\nid\ndata: b\n\n", []stream.Event{{ID: "1", Type: "message", Data: "a"}, {Type: "message", Data: "b"}}},
		{"an id with NUL is none", "id: 1\x002\ndata: a\n\n", []stream.Event{{Type: "message", Data: "a"}}},
		{"an id without data persists", "id: 1\n\ndata: a\n\n", []stream.Event{{ID: "1", Type: "message", Data: "a"}}},
		{"a comment", ": ping\ndata: a\n: x\n\n", []stream.Event{{Type: "message", Data: "a"}}},
		{"an unknown field", "data: a\nfoo: b\ndatax: c\n\n", []stream.Event{{Type: "message", Data: "a"}}},
		{"a colon in the value", "data: a: b\n\n", []stream.Event{{Type: "message", Data: "a: b"}}},
		{"retry", "retry: 1500\ndata: a\n\n", []stream.Event{{Type: "message", Data: "a", Retry: 1500 * time.Millisecond}}},
		{"a retry that is none", "retry: 1s\nretry: -1\nretry\ndata: a\n\n", []stream.Event{{Type: "message", Data: "a"}}},
		{"an end that is missing", "data: a\n\ndata: b\n", []stream.Event{{Type: "message", Data: "a"}}},
		{"bytes that are no UTF-8", "data: a\xffb\n\n", []stream.Event{{Type: "message", Data: "a\uFFFDb"}}},
	} {
		for _, chunk := range []int{1, 2, 7, 1 << 20} {
			t.Run(fmt.Sprintf("%s, %d bytes at a time", tt.name, chunk), func(t *testing.T) {
				c, m := mock.New(t)
				m.On("GET", "/events", mock.Stream(200, &slowly{strings.NewReader(tt.body), chunk}).With("Content-Type", "text/event-stream"))
				got, err := collect(t, c, len(tt.want))
				if err != nil || fmt.Sprint(got) != fmt.Sprint(tt.want) {
					t.Errorf("got %q, %v; want %q", got, err, tt.want)
				}
			})
		}
	}
}

// slowly reads n bytes at a time.
type slowly struct {
	r io.Reader
	n int
}

func (s *slowly) Read(p []byte) (int, error) { return s.r.Read(p[:min(len(p), s.n)]) }

func TestAStreamThatBreaksOffIsAskedForAgainWithItsLastID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := mock.New(t, outbound.Standard(), outbound.WithBaseURL("http://api.test"), outbound.WithAuth(auth.Bearer("t")))
		m.On("GET", "/events",
			events("retry: 10000\nid: 1\ndata: a\n\nid: 2\n\n"), mock.Refused(), events("data: b\n\n"), mock.Status(204))
		got, err := collect(t, c, 99)
		if err != nil || len(got) != 2 || got[1].Data != "b" || got[1].ID != "2" {
			t.Fatalf("got %v, %v", got, err)
		}
		sent := m.Requests()
		for i, want := range []string{"", "2", "2", "2"} {
			if h := sent[i].Header; h.Get("Last-Event-ID") != want || h.Get("Authorization") != "Bearer t" || h.Get("Accept") != "text/event-stream" {
				t.Errorf("request %d: got %v", i, h)
			}
		}
		if d := sent[1].Time.Sub(sent[0].Time); d < 5*time.Second || d > 15*time.Second {
			t.Errorf("asked again after %v, want 10 s ± 50 %%", d)
		}
	})
}

func TestAnEventStreamEndsWithWhatIsNone(t *testing.T) {
	for name, tt := range map[string]struct {
		reply mock.Reply
		kind  httperror.Kind
	}{
		"a page":           {mock.Text(200, "<html>").With("Content-Type", "text/html"), httperror.Decode},
		"no type":          {mock.Status(200), httperror.Decode},
		"401":              {mock.Status(401), httperror.ClientStatus},
		"500":              {mock.Status(500), httperror.ServerStatus},
		"refused at first": {mock.Refused(), httperror.Connect},
	} {
		t.Run(name, func(t *testing.T) {
			c, m := mock.New(t)
			m.On("GET", "/events", tt.reply)
			if _, err := collect(t, c, 1); !errors.Is(err, tt.kind) {
				t.Errorf("got %v, want kind %s", err, tt.kind)
			}
		})
	}
}

func TestAnHourOfSilenceIsNoFailureUnlessABoundIsGiven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := mock.New(t, outbound.Standard())
		m.On("GET", "/events", mock.Stream(200, io.MultiReader(strings.NewReader("data: a\n\n"), &pause{time.Hour}, strings.NewReader("data: b\n\n"))).With("Content-Type", "text/event-stream"))
		if got, err := collect(t, c, 2); err != nil || len(got) != 2 {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

// pause is a reader that gives nothing for a while.
type pause struct{ d time.Duration }

func (p *pause) Read([]byte) (int, error) { time.Sleep(p.d); return 0, io.EOF }

func TestBreakingOutOfTheLoopClosesTheResponse(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "data: a\n\ndata: b\n\n").With("Content-Type", "text/event-stream"))
	c, err := outbound.New(outbound.WithMockTransport(base))
	if err != nil {
		t.Fatal(err)
	}
	for range stream.Events(t.Context(), c, "http://api.test/events") {
		break
	}
	base.WantClosed(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := c.Shutdown(ctx); err != nil {
		t.Errorf("a call is left: %v", err)
	}
}

func TestAnEventStreamMayBeAskedForByPOST(t *testing.T) {
	for name, tt := range map[string]struct {
		body        any
		sent, media string
	}{
		"a value":  {map[string]int{"n": 1}, `{"n":1}`, "application/json"},
		"a reader": {strings.NewReader("abc"), "abc", "application/octet-stream"},
		"bytes":    {[]byte("abc"), "abc", "application/octet-stream"},
		"a form":   {url.Values{"a": {"b c"}}, "a=b+c", "application/x-www-form-urlencoded"},
		"nothing":  {nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c, m := mock.New(t)
			m.On("POST", "/events", events("data: a\n\n"))
			got, err := collect(t, c, 1, outbound.Method("post", tt.body))
			if err != nil || len(got) != 1 {
				t.Fatalf("got %v, %v", got, err)
			}
			if r := m.Requests()[0]; string(r.Body) != tt.sent || r.Header.Get("Content-Type") != tt.media {
				t.Errorf("got %s, %v", r.Body, r.Header)
			}
		})
	}
}
