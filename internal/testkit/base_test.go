package testkit_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/internal/testkit"
)

const url = "https://a.test/x"

func TestAScriptAnswersInTurnAndTheLastReplyRepeats(t *testing.T) {
	base := testkit.Script(testkit.Status(503), testkit.Text(200, "ok").With("X-A", "1"))
	for _, want := range []string{"503 ", "200 ok", "200 ok"} {
		code, body := testkit.Send(t, base, testkit.Post(t, url, "hello"))
		if got := fmt.Sprint(code, " ", body); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	base.WantSent(t, 3)
	base.WantClosed(t)
	if s := base.Last(t); string(s.Body) != "hello" || s.Method != "POST" {
		t.Errorf("got %s %q, want the request as it was sent", s.Method, s.Body)
	}
}

func TestABaseFailsAsNetHTTPDoes(t *testing.T) {
	cause := errors.New("the caller has left")
	over, end := context.WithCancelCause(t.Context())
	end(cause)
	long := testkit.Post(t, url, "hello")
	long.ContentLength = 7
	for name, c := range map[string]struct {
		req  *http.Request
		want string
	}{
		"no host":                    {testkit.Post(t, "https:///x", "hello"), "no Host in request URL"},
		"another scheme":             {testkit.Post(t, "ftp://a.test", "hello"), "unsupported protocol scheme"},
		"a context that has ended":   {testkit.Post(t, url, "hello").WithContext(over), cause.Error()},
		"a body of another length":   {long, "ContentLength=7 with Body length 5"},
		"a body that cannot be read": {testkit.Request(t, "POST", url, io.MultiReader(strings.NewReader("x"), broken{})), "broken"},
	} {
		body := testkit.NewBody(c.req.Body)
		c.req.Body = body
		resp, err := testkit.Script(testkit.Status(200)).RoundTrip(c.req)
		if resp != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, %v, want %q", name, resp, err, c.want)
		}
		body.WantClosed(t)
	}
}

func TestAnAnswerThatComesAfterTheEndOfTheContextIsDropped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	base := testkit.Script(func(*http.Request) (*http.Response, error) {
		cancel()
		return testkit.Response(200, "late"), nil
	})
	resp, err := base.RoundTrip(testkit.Get(t, url).WithContext(ctx))
	if resp != nil || !errors.Is(err, context.Canceled) || base.Open() != 0 {
		t.Errorf("got %v, %v and %d open bodies, want canceled and none", resp, err, base.Open())
	}
}

func TestABodyThatBlocksDoesNotOutliveTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r, w := io.Pipe()
		defer func() { _ = w.Close() }()
		base := testkit.Script(testkit.Status(200))
		_, err := base.RoundTrip(testkit.Request(t, "POST", url, r).WithContext(ctx))
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the deadline", err)
		}
	})
}

func TestHEADAnd204HaveNoBody(t *testing.T) {
	for _, c := range []struct {
		method string
		code   int
	}{{"HEAD", 200}, {"GET", 204}, {"GET", 304}} {
		base := testkit.Script(testkit.Text(c.code, "x"))
		if _, body := testkit.Send(t, base, testkit.Request(t, c.method, url, nil)); body != "" {
			t.Errorf("%s %d: got the body %q", c.method, c.code, body)
		}
		base.WantClosed(t)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("broken") }
