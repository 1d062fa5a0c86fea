package mock_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"

	"example.com/outbound"
	"example.com/outbound/mock"
)

type user struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

func TestRepliesComeInSequenceAndTheLastRepeats(t *testing.T) {
	c, m := mock.New(t)
	m.On("GET", "/users/{id}", mock.Text(200, "1"), mock.Text(200, "2").Times(2), mock.Text(200, "3"))
	var got strings.Builder
	for range 6 {
		s, err := outbound.Get[string](t.Context(), c, "/users/42")
		if err != nil {
			t.Fatal(err)
		}
		got.WriteString(s)
	}
	if got.String() != "122333" {
		t.Errorf("got %s, want 122333", got.String())
	}
}

func TestAStubThatIsUsedUpLeavesToTheNext(t *testing.T) {
	m := mock.NewTransport(t)
	m.On("GET", "/a", mock.Text(200, "1"), mock.Text(200, "2").Once())
	m.On("GET", "/a", mock.Text(200, "3")).Once()
	m.On("GET", "/a", mock.Text(200, "4"))
	for _, want := range []string{"1", "2", "3", "4", "4"} {
		wantBody(t, m, "GET", api+"/a", "", want)
	}
}

func TestEveryReplyEndsWithTheContextAndItsCause(t *testing.T) {
	cause := errors.New("the caller went home")
	slow := mock.Do(func(*http.Request) (*http.Response, error) { return nil, nil })
	for name, on := range map[string]func(m *mock.Transport){
		"a stall":          reply(mock.Stall()),
		"a late answer":    reply(mock.Status(200).After(time.Hour)),
		"a late reset":     reply(mock.ResetUnsent().After(time.Hour)),
		"a late dial":      reply(mock.Refused().After(time.Hour)),
		"a late handshake": reply(mock.BadCertificate().After(time.Hour)),
		"a late proxy":     reply(mock.ProxyUnreachable().After(time.Hour)),
		"a function":       reply(slow.After(time.Hour)),
		"a stalled body":   reply(mock.StalledBody(200, "hello", 2)),
		"a slow body":      reply(mock.SlowBody(200, "hello", time.Hour)),
		"a stream":         reply(mock.Stream(200, blocked{})),
		"a function's body": reply(mock.Do(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: blocked{}}, nil
		})),
		"httpmock": func(m *mock.Transport) {
			m.RegisterResponder("POST", "/x", func(req *http.Request) (*http.Response, error) {
				<-req.Context().Done()
				return nil, errors.New("too late")
			})
		},
		"httpmock's body": func(m *mock.Transport) {
			m.RegisterResponder("POST", "/x", httpmock.ResponderFromResponse(&http.Response{StatusCode: 200, Body: blocked{}}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := mock.NewTransport(t)
			on(m)
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(20*time.Millisecond, func() { cancel(cause) })
			body := &closing{Reader: strings.NewReader("body")}
			req, _ := http.NewRequestWithContext(ctx, "POST", "https://api.test/x", body)
			resp, err := m.RoundTrip(req)
			if err == nil {
				_, err = io.ReadAll(resp.Body)
				_ = resp.Body.Close()
			}
			if any(err) != any(cause) {
				t.Errorf("got %v, want the cause", err)
			}
			if !body.closed.Load() {
				t.Error("the request body was not closed")
			}
		})
	}
}

func reply(r mock.Reply) func(m *mock.Transport) {
	return func(m *mock.Transport) { m.On("POST", "/x", r) }
}

// blocked is a body that never comes.
type blocked struct{}

func (blocked) Read([]byte) (int, error) { select {} }
func (blocked) Close() error             { return nil }

// What net/http's transport does with odd requests the mock does too.
func TestTheMockTreatsRequestsAsNetHTTPDoes(t *testing.T) {
	broken := errors.New("the source has run dry")
	for name, c := range map[string]struct {
		change func(req *http.Request)
		cancel bool
	}{
		"a context that is over":     {func(*http.Request) {}, true},
		"no URL":                     {func(req *http.Request) { req.URL = nil }, false},
		"no header":                  {func(req *http.Request) { req.Header = nil }, false},
		"no host":                    {func(req *http.Request) { req.URL.Host = "" }, false},
		"another scheme":             {func(req *http.Request) { req.URL.Scheme = "ftp" }, false},
		"a header with a line break": {func(req *http.Request) { req.Header.Set("X", "a\r\nb") }, false},
		"a method with a blank":      {func(req *http.Request) { req.Method = "GET /" }, false},
		"a field name with a blank":  {func(req *http.Request) { req.Header["X Y"] = []string{"z"} }, false},
		"a body that breaks": {func(req *http.Request) {
			req.Body = &closing{Reader: io.MultiReader(strings.NewReader("a"), breaks{broken})}
		}, false},
		"a body that is too short": {func(req *http.Request) { req.ContentLength = 10 }, false},
		"a body that is too long":  {func(req *http.Request) { req.ContentLength = 1 }, false},
	} {
		for answer, prepare := range map[string]func(*mock.Transport){
			"a stub": func(m *mock.Transport) { m.On("", "/x").AnyTimes() },
			"a stub by body": func(m *mock.Transport) {
				m.On("", "/x").AnyTimes().Where("anything", func(*http.Request) bool { return true })
			},
			"a function":     func(m *mock.Transport) { m.On("", "/x", mock.Do(echo)).AnyTimes() },
			"httpmock's own": func(m *mock.Transport) { m.RegisterNoResponder(echo) },
		} {
			t.Run(name+", "+answer, func(t *testing.T) {
				request := func() *http.Request {
					ctx, cancel := context.WithCancel(t.Context())
					if c.cancel {
						cancel()
					}
					t.Cleanup(cancel)
					req, _ := http.NewRequestWithContext(ctx, "POST", "http://"+serve(t, silence)+"/x", nil)
					req.Body, req.ContentLength = &closing{Reader: strings.NewReader("hello")}, 5
					c.change(req)
					return req
				}
				rt := &http.Transport{}
				m := mock.NewTransport(t)
				prepare(m)
				same := false
				for n := 0; n < 5 && !same; n++ { // the error of a write, or of the connection that it has closed, whichever net/http sees first
					_, want := rt.RoundTrip(request())
					if want == nil {
						t.Fatal("net/http sends it")
					}
					req := request()
					resp, err := m.RoundTrip(req)
					same = err != nil && root(err).Error() == root(want).Error()
					if resp != nil || err == nil || !same && n == 4 {
						t.Errorf("got %v, %v, want %v", resp, err, want)
					}
					if !req.Body.(*closing).closed.Load() {
						t.Error("the request body was not closed")
					}
				}
			})
		}
	}
}

// net/http may close a body after the answer has come. The mock answers when it
// has, so that a test need not wait for it.
func TestTheRequestBodyIsClosedBeforeTheAnswer(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("POST", "/x")
		body := &lazy{Reader: strings.NewReader("hello")}
		req, _ := http.NewRequestWithContext(t.Context(), "POST", "https://api.test/x", body)
		req.ContentLength = 5
		resp, err := m.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if m.Elapsed() != time.Minute {
			t.Errorf("the answer came after %v, want it after the body's Close", m.Elapsed())
		}
	})
}

// lazy is a body that takes a minute to close.
type lazy struct{ io.Reader }

func (*lazy) Close() error {
	time.Sleep(time.Minute)
	return nil
}

// root is what err wraps, innermost.
func root(err error) error {
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return err
}

type breaks struct{ err error }

func (b breaks) Read([]byte) (int, error) { return 0, b.err }

func TestTheMockLeavesTheRequestAlone(t *testing.T) {
	m := mock.NewTransport(t)
	m.On("POST", "/x").JSON(map[string]int{})
	req, _ := http.NewRequestWithContext(t.Context(), "POST", "https://api.test/x", strings.NewReader("{}"))
	before := *req
	resp, err := m.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if req.Body != before.Body || req.URL != before.URL || len(req.Header) != 0 || resp.Request != req {
		t.Errorf("got %+v, want it as it was", req)
	}
}
