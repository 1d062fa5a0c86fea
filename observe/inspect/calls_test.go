package inspect_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/observe/inspect"
)

func TestACallIsShownWithItsAttemptsAndWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := inspect.New()
		c, m := watched(t, i, outbound.WithRequestID("X-Request-Id"))
		m.On("GET", "/old/{id}", mock.Status(302).With("Location", "/users/7"))
		m.On("GET", "/users/{id}", mock.Status(503).With("Retry-After", "2"), mock.Text(200, "hello"))
		get(c, "/old/{id}", outbound.PathParam("id", "7"), outbound.Operation("user"))

		wantIn(t, page(t, i, "/calls/text"), "/old/{id}", "200", "302 after 0ms, 503 after 0ms, wait 2.00s, 200 after 0ms")
		text := page(t, i, "/calls/1/text")
		wantIn(t, text, "GET http://api.test/old/7", "Operation", "user", "Redirects", "Waited", "2.00s", "curl -g --path-as-is http://api.test/users/7")
		html := page(t, i, "/calls/1")
		wantIn(t, html, "redirect followed", `id="attempt-3"`, `class="bar wait"`, `url(#hatch)`)
		wantIn(t, page(t, i, "/calls"), "/old/{id}", `aria-label="302 after 0ms, 503 after 0ms, wait 2.00s, 200 after 0ms"`)
	})
}

func TestEveryWayOfACallIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := inspect.New()
		c, m := watched(t, i)
		m.On("GET", "/refused", mock.Refused())
		m.On("GET", "/missing", mock.Status(404))
		m.On("GET", "/cut", mock.Truncated(200, "hello", 2))
		get(c, "/refused")
		get(c, "/missing")
		get(c, "/bad/{id}") // refused before the first send
		get(c, "/cut")
		text := page(t, i, "/calls/text")
		wantIn(t, text, "connect after", "404 after", "nothing was sent", "200 body")
		if strings.Contains(text, "running") {
			t.Errorf("a call that has ended is running:\n%s", text)
		}
		wantIn(t, page(t, i, "/calls/1"), "Why it failed", "connection refused")
	})
}

func TestACallThatGoesOnIsShownRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := inspect.New()
		c, m := watched(t, i)
		m.On("GET", "/", mock.Stall())
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		done := make(chan struct{})
		go func() { defer close(done); _, _ = outbound.Get[[]byte](ctx, c, "/") }()
		time.Sleep(time.Second)
		wantIn(t, page(t, i, "/calls/text"), "running", "1.00s")
		wantIn(t, page(t, i, "/calls/1"), "running")
		wantIn(t, page(t, i, "/calls/1/har"), `"entries":[]`)
		cancel()
		<-done
		wantIn(t, page(t, i, "/calls/text"), "canceled")
	})
}

func TestOnlyTheLastCallsAreKept(t *testing.T) {
	i := inspect.New(inspect.Keep(3))
	c, m := watched(t, i)
	m.On("GET", "/{n}", mock.Text(200, "x"))
	for n := range 5 {
		get(c, fmt.Sprintf("/%d", n))
	}
	text := page(t, i, "/calls/text")
	if strings.Contains(text, "/1") || !strings.Contains(text, "/4") || strings.Count(text, "\n") != 4 {
		t.Errorf("got\n%s", text)
	}
	if w := ask(i, http.MethodGet, "/calls/1"); w.Code != http.StatusNotFound {
		t.Errorf("got status %d for a call that is gone", w.Code)
	}
}

func TestCallsAreFiltered(t *testing.T) {
	i := inspect.New()
	one, m1 := watched(t, i, outbound.Preset("one"))
	two, m2 := watched(t, i, outbound.Preset("two"))
	m1.On("GET", "/{n}", mock.Text(200, "x"))
	m2.On("GET", "/{n}", mock.Status(404))
	get(one, "/a")
	get(two, "/b")
	for query, want := range map[string]string{
		"?client=one": "/a", "?client=two": "/b", "?kind=failed": "/b", "?kind=ok": "/a", "?kind=client_status": "/b", "?q=404": "/b", "?q=GET": "/a /b", "?q=zzz": "", "?kind=active": "",
	} {
		var got []string
		for _, path := range []string{"/a", "/b"} {
			if strings.Contains(page(t, i, "/calls/text"+query), path+" ") {
				got = append(got, path)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
}

func TestOfManyAttemptsTheFirstAndTheLastAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := inspect.New()
		c, m := watched(t, i, outbound.WithTimeout(time.Hour), retries(100))
		m.On("GET", "/", mock.Status(503))
		get(c, "/")
		html := page(t, i, "/calls/1")
		wantIn(t, html, `id="attempt-8"`, `id="attempt-100"`)
		if n := strings.Count(html, `class="card attempt"`); n != 64 {
			t.Errorf("got %d attempts, want 64", n)
		}
	})
}

func TestAnObserverThatIsGivenTwiceCountsOnce(t *testing.T) {
	i := inspect.New()
	c, m := watched(t, i, outbound.WithObserver(i.Observer()))
	m.On("GET", "/", mock.Text(200, "x"))
	get(c, "/")
	if got := page(t, i, "/calls/text"); strings.Count(got, "\n") != 2 || strings.Count(got, "after") != 1 {
		t.Errorf("got\n%s", got)
	}
}

func TestBodiesAreKeptOnlyIfTheyAreAskedFor(t *testing.T) {
	for _, asked := range []bool{false, true} {
		var opts []inspect.Option
		if asked {
			opts = append(opts, inspect.Bodies(100))
		}
		i := inspect.New(opts...)
		c, m := watched(t, i, perAttempt(i))
		m.On("POST", "/", mock.JSON(200, map[string]string{"a": "answer", "token": "s3cr3t"}))
		_, _ = outbound.Post[any](t.Context(), c, "/", map[string]string{"q": "question", "password": "s3cr3t"})
		for _, target := range []string{"/calls/1", "/calls/1/text", "/calls/1/har"} {
			text := page(t, i, target)
			if got := strings.Contains(text, "question") && strings.Contains(text, "answer"); got != asked || strings.Contains(text, "s3cr3t") {
				t.Errorf("asked for %v: got\n%s", asked, text)
			}
		}
	}
}

func TestTheFileOfACallHasItsAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := inspect.New()
		c, m := watched(t, i)
		m.On("GET", "/", mock.Status(503), mock.Text(200, "x"))
		get(c, "/")
		var file struct {
			Log struct {
				Entries []struct{ Response struct{ Status int } }
			}
		}
		if err := json.Unmarshal([]byte(page(t, i, "/calls/1/har")), &file); err != nil || len(file.Log.Entries) != 2 || file.Log.Entries[1].Response.Status != 200 {
			t.Errorf("got %+v, %v", file, err)
		}
	})
}

func TestPagesAreReadWhileCallsGoOn(t *testing.T) {
	i := inspect.New(inspect.Keep(20))
	c, m := watched(t, i)
	m.On("GET", "/{n}", mock.Text(200, "x"))
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			for range 20 {
				get(c, fmt.Sprintf("/%d", n))
				for _, target := range []string{"/", "/calls", "/calls/text", fmt.Sprintf("/calls/%d", n)} {
					_, _ = io.Copy(io.Discard, ask(i, http.MethodGet, target).Body)
				}
			}
		})
	}
	all.Wait()
}
