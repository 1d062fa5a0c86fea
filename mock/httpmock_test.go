package mock_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"

	"example.com/outbound/mock"
)

// What httpmock's own test suite shows of a MockTransport holds through ours.
func TestWhatUsersOfHTTPMockKnowWorks(t *testing.T) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, m *mock.Transport)
	}{
		{"a responder answers its method and URL", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", api+"/a", httpmock.NewStringResponder(200, "hello"))
			wantBody(t, m, "GET", api+"/a", "", "hello")
		}},
		{"a path alone matches at any host", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", httpmock.NewStringResponder(200, "hello"))
			wantBody(t, m, "GET", "http://elsewhere.test/a", "", "hello")
		}},
		{"a query is stripped where no responder names it", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", api+"/a", httpmock.NewStringResponder(200, "hello"))
			wantBody(t, m, "GET", api+"/a?b=1", "", "hello")
		}},
		{"a query in the URL wins over none", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", api+"/a", httpmock.NewStringResponder(200, "plain"))
			m.RegisterResponder("GET", api+"/a?b=1", httpmock.NewStringResponder(200, "query"))
			wantBody(t, m, "GET", api+"/a?b=1", "", "query")
		}},
		{"the order of a query's parameters does not matter with a string", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponderWithQuery("GET", "/a", "b=1&a=2", httpmock.NewStringResponder(200, "hello"))
			wantBody(t, m, "GET", api+"/a?a=2&b=1", "", "hello")
		}},
		{"nor with a map", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponderWithQuery("GET", api+"/a", map[string]string{"b": "1", "a": "2"}, httpmock.NewStringResponder(200, "hello"))
			wantBody(t, m, "GET", api+"/a?b=1&a=2", "", "hello")
		}},
		{"nor with url.Values of several values", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponderWithQuery("GET", "/a", url.Values{"a": {"2", "1"}}, httpmock.NewStringResponder(200, "hello"))
			wantBody(t, m, "GET", api+"/a?a=1&a=2", "", "hello")
		}},
		{"a regular expression in the URL", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", `=~^https://api\.test/users/\d+\z`, httpmock.NewStringResponder(200, "user"))
			wantBody(t, m, "GET", api+"/users/42", "", "user")
		}},
		{"a compiled regular expression", func(t *testing.T, m *mock.Transport) {
			m.RegisterRegexpResponder("GET", regexp.MustCompile(`/users/\d+`), httpmock.NewStringResponder(200, "user"))
			wantBody(t, m, "GET", api+"/users/42", "", "user")
		}},
		{"the expression's groups are at hand", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", `=~/users/(\d+)`, func(req *http.Request) (*http.Response, error) {
				return httpmock.NewStringResponse(200, fmt.Sprint(httpmock.MustGetSubmatchAsInt(req, 1)+1)), nil
			})
			wantBody(t, m, "GET", api+"/users/41", "", "42")
		}},
		{"the first expression registered wins", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", `=~/a`, httpmock.NewStringResponder(200, "first"))
			m.RegisterResponder("GET", `=~/ab`, httpmock.NewStringResponder(200, "second"))
			wantBody(t, m, "GET", api+"/ab", "", "first")
		}},
		{"an exact URL wins over an expression", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", `=~/a`, httpmock.NewStringResponder(200, "expression"))
			m.RegisterResponder("GET", api+"/a", httpmock.NewStringResponder(200, "exact"))
			wantBody(t, m, "GET", api+"/a", "", "exact")
		}},
		{"a matcher of the header", func(t *testing.T, m *mock.Transport) {
			m.RegisterMatcherResponder("GET", "/a", httpmock.HeaderIs("X-Tenant", "blue"), httpmock.NewStringResponder(200, "blue"))
			wantBody(t, m, "GET", api+"/a", "", "blue", "X-Tenant", "blue")
		}},
		{"a matcher of the body leaves it for the responder", func(t *testing.T, m *mock.Transport) {
			m.RegisterMatcherResponder("POST", "/a", httpmock.BodyContainsString("Ada"), echo)
			wantBody(t, m, "POST", api+"/a", `{"name":"Ada"}`, `{"name":"Ada"}`)
		}},
		{"matchers are asked in the order of their names, the one without last", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", httpmock.NewStringResponder(200, "none"))
			m.RegisterMatcherResponder("GET", "/a", httpmock.HeaderExists("X").WithName("2"), httpmock.NewStringResponder(200, "second"))
			m.RegisterMatcherResponder("GET", "/a", httpmock.HeaderExists("X").WithName("1"), httpmock.NewStringResponder(200, "first"))
			wantBody(t, m, "GET", api+"/a", "", "first", "X", "1")
			wantBody(t, m, "GET", api+"/a", "", "none")
		}},
		{"matchers are joined by Or and And", func(t *testing.T, m *mock.Transport) {
			either := httpmock.HeaderIs("X", "1").Or(httpmock.HeaderIs("Y", "1")).And(httpmock.HeaderExists("Z"))
			m.RegisterMatcherResponder("GET", "/a", either, httpmock.NewStringResponder(200, "matched"))
			wantBody(t, m, "GET", api+"/a", "", "matched", "Y", "1", "Z", "1")
		}},
		{"no matcher falls through to an expression", func(t *testing.T, m *mock.Transport) {
			m.RegisterMatcherResponder("GET", api+"/a", httpmock.HeaderExists("X"), httpmock.NewStringResponder(200, "exact"))
			m.RegisterResponder("GET", `=~/a`, httpmock.NewStringResponder(200, "expression"))
			wantBody(t, m, "GET", api+"/a", "", "expression")
		}},
		{"calls are counted by responder and in all", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", api+"/a", httpmock.NewStringResponder(200, ""))
			m.RegisterResponder("GET", `=~/b`, httpmock.NewStringResponder(200, ""))
			for _, path := range []string{"/a", "/a", "/b"} {
				wantBody(t, m, "GET", api+path, "", "")
			}
			info := m.GetCallCountInfo()
			if info["GET "+api+"/a"] != 2 || info["GET =~/b"] != 1 || m.GetTotalCallCount() != 3 {
				t.Errorf("got %v, %d, want 2, 1 and 3", info, m.GetTotalCallCount())
			}
		}},
		{"the counters can be set back, and everything else too", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", httpmock.NewStringResponder(200, ""))
			wantBody(t, m, "GET", api+"/a", "", "")
			m.ZeroCallCounters()
			if n := m.GetTotalCallCount(); n != 0 || m.NumResponders() != 1 {
				t.Errorf("got %d calls, %d responders, want 0, 1", n, m.NumResponders())
			}
			m.Reset()
			if m.NumResponders() != 0 {
				t.Errorf("got %v, want no responder", m.Responders())
			}
		}},
		{"NewJsonResponder", func(t *testing.T, m *mock.Transport) {
			r, err := httpmock.NewJsonResponder(201, map[string]int{"id": 42})
			if err != nil {
				t.Fatal(err)
			}
			m.RegisterResponder("GET", "/a", r)
			resp := wantBody(t, m, "GET", api+"/a", "", `{"id":42}`)
			if resp.StatusCode != 201 || resp.Header.Get("Content-Type") != "application/json" {
				t.Errorf("got %d, %v, want 201 and JSON", resp.StatusCode, resp.Header)
			}
		}},
		{"NewXmlResponder", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", httpmock.NewXmlResponderOrPanic(200, struct {
				XMLName struct{} `xml:"user"`
			}{}))
			wantBody(t, m, "GET", api+"/a", "", "<user></user>")
		}},
		{"JSON from a file", func(t *testing.T, m *mock.Transport) {
			path := filepath.Join(t.TempDir(), "user.json")
			if err := os.WriteFile(path, []byte(`{"id": 42}`), 0o600); err != nil {
				t.Fatal(err)
			}
			m.RegisterResponder("GET", "/a", httpmock.NewJsonResponderOrPanic(200, httpmock.File(path)))
			wantBody(t, m, "GET", api+"/a", "", `{"id":42}`)
		}},
		{"bytes", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", httpmock.NewBytesResponder(200, []byte{'a', 0, 'b'}))
			wantBody(t, m, "GET", api+"/a", "", "a\x00b")
		}},
		{"a response is served again and again", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", httpmock.ResponderFromResponse(httpmock.NewStringResponse(200, "again")))
			wantBody(t, m, "GET", api+"/a", "", "again")
			wantBody(t, m, "GET", api+"/a", "", "again")
		}},
		{"ResponderFromMultipleResponses", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", httpmock.ResponderFromMultipleResponses([]*http.Response{
				httpmock.NewStringResponse(200, "1"), httpmock.NewStringResponse(200, "2"),
			}))
			wantBody(t, m, "GET", api+"/a", "", "1")
			wantBody(t, m, "GET", api+"/a", "", "2")
			if _, err := ask(t, m, "GET", api+"/a", ""); err == nil {
				t.Error("got no error after the last response")
			}
		}},
		{"Then, Once and Times", func(t *testing.T, m *mock.Transport) {
			first := httpmock.NewStringResponder(200, "1").Once()
			m.RegisterResponder("GET", "/a", first.Then(httpmock.NewStringResponder(200, "2")))
			wantBody(t, m, "GET", api+"/a", "", "1")
			wantBody(t, m, "GET", api+"/a", "", "2")
		}},
		{"a delay", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", httpmock.NewStringResponder(200, "late").Delay(time.Minute))
			wantBody(t, m, "GET", api+"/a", "", "late")
			if m.Elapsed() != time.Minute {
				t.Errorf("took %v, want 1m", m.Elapsed())
			}
		}},
		{"a delay ends with the context", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", httpmock.NewStringResponder(200, "late").Delay(time.Minute))
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			req, _ := http.NewRequestWithContext(ctx, "GET", api+"/a", nil)
			if _, err := m.RoundTrip(req); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v, want the deadline", err)
			}
			time.Sleep(time.Minute) // httpmock leaves the responder running
		}},
		{"header fields are set and added", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", httpmock.NewStringResponder(200, "").
				HeaderSet(http.Header{"X": {"1"}}).HeaderAdd(http.Header{"X": {"2"}}).SetContentLength())
			resp := wantBody(t, m, "GET", api+"/a", "", "")
			if got := resp.Header.Values("X"); !slices.Equal(got, []string{"1", "2"}) {
				t.Errorf("got %v, want 1 and 2", got)
			}
		}},
		{"NewErrorResponder", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", httpmock.NewErrorResponder(io.ErrUnexpectedEOF))
			if _, err := ask(t, m, "GET", api+"/a", ""); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("got %v, want the responder's error", err)
			}
		}},
		{"a responder for what nobody answers", func(t *testing.T, m *mock.Transport) {
			m.RegisterNoResponder(httpmock.NewStringResponder(404, "nobody"))
			wantBody(t, m, "GET", api+"/a", "", "nobody")
		}},
		{"a nil responder removes", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", httpmock.NewStringResponder(200, ""))
			m.RegisterResponder("GET", "/a", nil)
			if m.NumResponders() != 0 {
				t.Errorf("got %v, want none", m.Responders())
			}
		}},
		{"a method in lower case is refused when it is registered", func(t *testing.T, m *mock.Transport) {
			defer func() {
				if recover() == nil {
					t.Error("got no panic")
				}
			}()
			m.RegisterResponder("get", "/a", httpmock.NewStringResponder(200, ""))
		}},
		{"a panicking responder is an error", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", func(*http.Request) (*http.Response, error) { panic("oh") })
			if _, err := ask(t, m, "GET", api+"/a", ""); err == nil || !strings.Contains(err.Error(), "oh") {
				t.Errorf("got %v, want the panic in it", err)
			}
		}},
		{"a stub of ours comes first, a responder second", func(t *testing.T, m *mock.Transport) {
			m.RegisterResponder("GET", "/a", httpmock.NewStringResponder(200, "httpmock"))
			m.On("GET", "/a", mock.Text(200, "stub").Once())
			wantBody(t, m, "GET", api+"/a", "", "stub")
			wantBody(t, m, "GET", api+"/a", "", "httpmock")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			mock.Run(t, func(t *testing.T, m *mock.Transport) { c.test(t, m) })
		})
	}
}

const api = "https://api.test"

func echo(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	return httpmock.NewBytesResponse(200, body), err
}

// ask sends one request, with header fields in pairs.
func ask(t *testing.T, rt http.RoundTripper, method, target, body string, header ...string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Body, req.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return rt.RoundTrip(req)
}

func wantBody(t *testing.T, rt http.RoundTripper, method, target, body, want string, header ...string) *http.Response {
	t.Helper()
	resp, err := ask(t, rt, method, target, body, header...)
	if err != nil {
		t.Fatalf("%s %s: got %v, want an answer", method, target, err)
	}
	got, err := io.ReadAll(resp.Body)
	if err != nil || string(got) != want {
		t.Errorf("%s %s: got %q, %v, want %q", method, target, got, err, want)
	}
	if err := resp.Body.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	return resp
}

func request(t *testing.T, method, url string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return req
}
