package mock_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

func TestWhatTheEndOfATestSays(t *testing.T) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, m *mock.Transport)
		want []string // nothing: the test passes
	}{
		{"all is well", func(t *testing.T, m *mock.Transport) {
			m.On("GET", "/a")
			send(t, m, "GET /a")
		}, nil},
		{"a request without any stub", func(t *testing.T, m *mock.Transport) {
			send(t, m, "GET /a?token=s3cret")
		}, []string{"met no stub", "GET https://api.test/a?token=xxxxx", "there is no stub"}},
		{"a request that another stub nearly takes", func(t *testing.T, m *mock.Transport) {
			m.On("GET", "/elsewhere").AnyTimes()
			m.On("POST", "/users/{id}").Query("page", "2").AnyTimes()
			m.On("GET", "/users").AnyTimes()
			send(t, m, "GET /users/42")
		}, []string{"nearest stub: POST /users/{id} (report_test.go:", "method: want POST, got GET", "query page: it is missing"}},
		{"the same request again and again", func(t *testing.T, m *mock.Transport) {
			send(t, m, "GET /a", "GET /a", "GET /a")
		}, []string{"met no stub (3 times)"}},
		{"a request too many", func(t *testing.T, m *mock.Transport) {
			m.On("GET", "/a", mock.Status(200).Times(2))
			send(t, m, "GET /a", "GET /a", "GET /a")
		}, []string{"count: all of its replies were given (2)"}},
		{"a stub without a request", func(t *testing.T, m *mock.Transport) {
			m.On("GET", "/a")
		}, []string{"was not used", "GET /a (report_test.go:", "reply 1 of 1, 200: given 0 of 1 times"}},
		{"a sequence that stopped short", func(t *testing.T, m *mock.Transport) {
			m.On("", "/a", mock.Status(503), mock.Refused().Times(2), mock.Status(200))
			send(t, m, "GET /a", "GET /a")
		}, []string{"any method /a", "reply 2 of 3, connection refused: given 1 of 2 times", "reply 3 of 3, 200: given 0 of 1 times"}},
		{"a stub that need not be asked", func(t *testing.T, m *mock.Transport) {
			m.On("GET", "/a").AnyTimes()
		}, nil},
		{"a stub asked too seldom", func(t *testing.T, m *mock.Transport) {
			m.On("GET", "/a").Times(3)
			send(t, m, "GET /a")
		}, []string{"asked too seldom", "want 3 requests, got 1"}},
		{"a stub asked as often as it says, its replies left", func(t *testing.T, m *mock.Transport) {
			m.On("GET", "/a", mock.Status(503), mock.Status(429), mock.Status(200)).Times(2)
			send(t, m, "GET /a", "GET /a")
		}, []string{"a reply was not used", "reply 3 of 3, 200: given 0 of 1 times"}},
		{"a stub before its turn", func(t *testing.T, m *mock.Transport) {
			login := m.On("POST", "/login").AnyTimes()
			m.On("GET", "/a").After(login).AnyTimes()
			send(t, m, "GET /a")
		}, []string{"order: it comes after POST /login (report_test.go:"}},
		{"stubs in their order", func(t *testing.T, m *mock.Transport) {
			login := m.On("POST", "/login", mock.Status(503), mock.Status(200))
			m.On("GET", "/a").After(login)
			send(t, m, "POST /login", "POST /login", "GET /a")
		}, nil},
		{"the order of requests", func(t *testing.T, m *mock.Transport) {
			m.On("", "/{any}")
			send(t, m, "POST /login", "GET /a", "GET /b")
			m.AssertOrder("POST /login", "/b")
			m.AssertOrder("GET /b", "GET /a")
		}, []string{`AssertOrder: "GET /a" did not come in its place`, "want GET /b, GET /a", "got  POST https://api.test/login, GET https://api.test/a"}},
		{"the order of requests with secrets in the test's own URLs", func(t *testing.T, m *mock.Transport) {
			m.On("", "/{any}")
			send(t, m, "GET /a?token=s3cret")
			m.AssertOrder("GET /a?token=s3cret", "POST /{id}?token=s3cret", "/b?x=1&key=s3cret", "https://c.test/?s3cret")
		}, []string{`"POST /{id}?token=xxxxx" did not come`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &spy{TB: t}
			c.test(t, mock.NewTransport(s))
			said := s.end()
			if len(c.want) == 0 && said != "" {
				t.Errorf("got\n%s\nwant nothing", said)
			}
			for _, want := range c.want {
				if !strings.Contains(said, want) {
					t.Errorf("got\n%s\nwant %q in it", said, want)
				}
			}
			if strings.Contains(said, "s3cret") {
				t.Errorf("a secret is in the message:\n%s", said)
			}
		})
	}
}

func TestATestThatHasFailedIsNotToldOfUnusedReplies(t *testing.T) {
	s := &spy{TB: t}
	mock.NewTransport(s).On("GET", "/a")
	s.Errorf("its own failure")
	if got := s.end(); got != "its own failure" {
		t.Errorf("got\n%s\nwant no more than its own failure", got)
	}
}

// send sends requests ("GET /a") and leaves their answers.
func send(t *testing.T, m *mock.Transport, requests ...string) {
	t.Helper()
	for _, r := range requests {
		method, path, _ := strings.Cut(r, " ")
		if resp, err := ask(t, m, method, api+path, ""); err == nil {
			_ = resp.Body.Close()
		}
	}
}

func TestAnUnmatchedRequestIsNotRetriedAndTellsNoSecret(t *testing.T) {
	s := &spy{TB: t}
	c, m := mock.New(s, outbound.WithRetry(retry.Policy{}))
	_, err := outbound.Get[string](t.Context(), c, "/a?token=s3cret")
	if !errors.Is(err, httpmock.NoResponderFound) || !errors.Is(err, httperror.Unknown) {
		t.Errorf("got %v, want httpmock's error of kind unknown", err)
	}
	if m.Attempts() != 1 {
		t.Errorf("got %d attempts, want 1", m.Attempts())
	}
	if text := fmt.Sprintf("%v %+v %#v", err, err, err) + s.end(); strings.Contains(text, "s3cret") {
		t.Errorf("a secret is in %s", text)
	}
}

func TestNewFailsTheTestWhereOptionsAreWrong(t *testing.T) {
	s := &spy{TB: t}
	got := s.fatal(func() { mock.New(s, outbound.WithTimeout(-1)) })
	if !strings.Contains(got, "WithTimeout") {
		t.Errorf("got %q, want the option's name in it", got)
	}
}
