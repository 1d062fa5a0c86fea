package stream_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/stream"
)

type numbers struct {
	Items []int  `json:"items"`
	Next  string `json:"next"`
}

func TestEveryWayToTheNextPageReachesAllItems(t *testing.T) {
	for name, next := range map[string]stream.Next[numbers]{
		"NextLink":   stream.NextLink[numbers](),
		"Cursor":     stream.Cursor("cursor", func(p numbers) string { return p.Next }),
		"PageNumber": stream.PageNumber("page", func(p numbers) bool { return p.Next != "" }),
		"Offset":     stream.Offset("offset", func(p numbers) int { return len(p.Items) }),
	} {
		t.Run(name, func(t *testing.T) {
			c, m := mock.New(t, outbound.WithBaseURL("http://api.test"))
			m.On("GET", "/items/{kind}", answerPages()).AnyTimes()
			var got []int
			for p, err := range stream.Pages(t.Context(), c, "/items/{kind}", next, outbound.PathParam("kind", "a b"), outbound.Query("q", "x&y")) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, p.Items...)
			}
			if fmt.Sprint(got) != "[0 1 2 3 4]" {
				t.Errorf("got %v", got)
			}
			for _, r := range m.Requests() {
				if !strings.HasPrefix(r.URL, "http://api.test/items/a%20b?") || strings.Count(r.URL, "q=x%26y") != 1 {
					t.Errorf("got %s", r.URL)
				}
			}
		})
	}
}

// answerPages is the service.
func answerPages() mock.Reply {
	return mock.Do(func(req *http.Request) (*http.Response, error) {
		q, from := req.URL.Query(), 0
		switch {
		case q.Has("cursor"):
			_, _ = fmt.Sscan(q.Get("cursor"), &from)
		case q.Has("offset"):
			_, _ = fmt.Sscan(q.Get("offset"), &from)
		case q.Has("page"):
			_, _ = fmt.Sscan(q.Get("page"), &from)
			from = (from - 1) * 2
		}
		var items []string
		for i := from; i < min(from+2, 5); i++ {
			items = append(items, fmt.Sprint(i))
		}
		next, h := "", http.Header{"Content-Type": {"application/json"}}
		if from+2 < 5 {
			next = fmt.Sprint(from + 2)
			h.Add("Link", `<https://docs.test/>; rel="help"; title="a, <b>",`)
			h.Add("Link", `<?q=x%26y&cursor=`+next+`>; rel="prefetch next",`)
		}
		body := `{"items":[` + strings.Join(items, ",") + `],"next":"` + next + `"}`
		return response(req, 200, h, body), nil
	})
}

func response(req *http.Request, code int, h http.Header, body string) *http.Response {
	return &http.Response{StatusCode: code, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: h, Body: readCloser{strings.NewReader(body)}, ContentLength: int64(len(body)), Request: req}
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

func TestAPageThatNamesItselfAgainEndsTheLoop(t *testing.T) {
	c, m := mock.New(t)
	m.On("GET", "/a", mock.JSON(200, numbers{}).With("Link", `<http://api.test/b>; rel=next`))
	m.On("GET", "/b", mock.JSON(200, numbers{}).With("Link", `</a>; rel=next`))
	n := 0
	for _, err := range stream.Pages(t.Context(), c, "http://api.test/a", stream.NextLink[numbers]()) {
		if n++; n == 3 && err == nil || n > 3 {
			t.Fatal("the loop does not end")
		}
		if n == 3 && !errors.Is(err, httperror.Decode) {
			t.Errorf("got %v", err)
		}
	}
	if n != 3 {
		t.Errorf("%d rounds, want 3", n)
	}
}

func TestAPageOfAnotherOriginGetsNoCredentials(t *testing.T) {
	c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithAuth(auth.Bearer("t")), outbound.WithHeader("X-Tenant", "5"))
	m.On("GET", "http://api.test/a", mock.JSON(200, numbers{}).With("Link", `<http://evil.test/b>; rel=next`))
	m.On("GET", "http://evil.test/b", mock.JSON(200, numbers{}))
	for _, err := range stream.Pages(t.Context(), c, "/a", stream.NextLink[numbers](), outbound.Header("X-Api-Key", "k"), outbound.Header("Accept-Language", "de")) {
		if err != nil {
			t.Fatal(err)
		}
	}
	h := m.Requests()[1].Header
	if h.Get("Authorization") != "" || h.Get("X-Api-Key") != "" || h.Get("X-Tenant") != "" || h.Get("Accept-Language") != "de" {
		t.Errorf("the other origin has got %v", h)
	}
}

func TestLinesAreReadOneByOne(t *testing.T) {
	type item struct{ N int }
	for name, tt := range map[string]struct {
		reply mock.Reply
		want  string
		kind  httperror.Kind
	}{
		"three":             {mock.Text(200, "{\"n\":1}\n\n{\"n\":2}\r\n{\"n\":3}"), "[{1} {2} {3}]", ""},
		"a text sequence":   {mock.Text(200, "\x1e{\"n\":1}\n\x1e{\"n\":2}\n"), "[{1} {2}]", ""},
		"nothing":           {mock.Text(200, ""), "[]", ""},
		"one that is none":  {mock.Text(200, "{\"n\":1}\n<html>\n"), "[{1}]", httperror.Decode},
		"one of other type": {mock.Text(200, "{\"n\":\"x\"}\n"), "[]", httperror.Decode},
		"a cut":             {mock.Truncated(200, "{\"n\":1}\n{\"n\":2}\n", 10), "[{1}]", httperror.Body},
		"a status":          {mock.Status(503), "[]", httperror.ServerStatus},
	} {
		t.Run(name, func(t *testing.T) {
			c, m := mock.New(t)
			m.On("GET", "/x", tt.reply)
			got, last := []item{}, error(nil)
			for v, err := range stream.Lines[item](t.Context(), c, "http://api.test/x") {
				if last = err; err == nil {
					got = append(got, v)
				}
			}
			if fmt.Sprint(got) != tt.want || tt.kind != "" && !errors.Is(last, tt.kind) || tt.kind == "" && last != nil {
				t.Errorf("got %v, %v; want %s, %q", got, last, tt.want, tt.kind)
			}
		})
	}
}

func TestAnOperationIsPolledUntilItIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithAuth(auth.Bearer("t")))
		m.On("POST", "/jobs", mock.Status(202).With("Operation-Location", "/jobs/7").With("Location", "/results/7").With("Retry-After", "5"))
		m.On("GET", "/jobs/7", mock.Status(202), mock.Status(202).With("Retry-After", "60"), mock.JSON(200, map[string]int{"n": 5}))
		var first outbound.ResponseMeta
		if _, err := outbound.Post[struct{}](t.Context(), c, "/jobs", nil, outbound.Meta(&first)); err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		got, err := stream.Poll[struct{ N int }](t.Context(), c, &first, stream.Polling{MaxWait: 20 * time.Second})
		if err != nil || got.N != 5 {
			t.Fatalf("got %v, %v", got, err)
		}
		if took := time.Since(begun); took != (5+2+20)*time.Second {
			t.Errorf("polled for %v, want 27 s", took)
		}
		if m.Requests()[3].Header.Get("Authorization") == "" {
			t.Error("a poll has no credentials")
		}
	})
}

func TestAnOperationThatCannotBePolledIsAnError(t *testing.T) {
	c, m := mock.New(t, outbound.WithBaseURL("http://api.test"))
	m.On("POST", "/jobs", mock.Status(202))
	var first outbound.ResponseMeta
	if _, err := outbound.Post[struct{}](t.Context(), c, "/jobs", nil, outbound.Meta(&first)); err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Poll[string](t.Context(), c, &first, stream.Polling{}); !errors.Is(err, httperror.Request) {
		t.Errorf("got %v", err)
	}
	if _, err := stream.Poll[string](t.Context(), c, nil, stream.Polling{}); !errors.Is(err, httperror.Request) {
		t.Errorf("got %v", err)
	}
}

func TestMethodIsRefusedElsewhere(t *testing.T) {
	c, _ := mock.New(t, outbound.WithBaseURL("http://api.test"))
	method := outbound.Method("POST", "x")
	for name, call := range map[string]func() error{
		"Get":  func() error { _, err := outbound.Get[string](t.Context(), c, "/x", method); return err },
		"R":    func() error { _, err := c.R(t.Context(), method).Get("/x"); return err },
		"HTTP": func() error { _, err := c.HTTP(method).Get("http://api.test/x"); return err },
		"CallContext": func() error {
			req, _ := http.NewRequestWithContext(outbound.CallContext(t.Context(), method), "GET", "http://api.test/x", nil)
			_, err := c.HTTP().Do(req)
			return err
		},
	} {
		if err := call(); !errors.Is(err, httperror.Request) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
