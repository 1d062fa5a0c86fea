package redirecttest

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

// loop redirects to itself for ever.
func loop(req *http.Request) (*http.Response, error) {
	return testkit.Redirect(302, req.URL.String()).With("Set-Cookie", "id=1")(req)
}

func TestRedirectsAreFollowedUpToTheirNumber(t *testing.T) {
	for _, c := range []struct {
		name string
		opts []outbound.Option
		sent int
	}{
		{"ten by default", nil, 11},
		{"three", []outbound.Option{outbound.WithMaxRedirects(3)}, 4},
		{"twenty", []outbound.Option{outbound.WithMaxRedirects(20)}, 21},
	} {
		t.Run(c.name, func(t *testing.T) {
			doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
				base := testkit.Script(loop)
				_, err := d.Call(t.Context(), doortest.NewClient(t, append(c.opts, outbound.WithMockTransport(base))...), doortest.Get())
				if e := doortest.WantKind(t, err, httperror.Redirect); e.Attempts != c.sent || len(e.History) != c.sent {
					t.Errorf("got %d attempts and %d in the history, want %d", e.Attempts, len(e.History), c.sent)
				}
				base.WantSent(t, c.sent)
				base.WantClosed(t)
			})
		})
	}
}

func TestWithoutRedirectsTheRedirectIsTheAnswer(t *testing.T) {
	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
		base := testkit.Script(testkit.Content(302, "text/plain", "elsewhere").With("Location", "https://b.example/"))
		got, err := d.Call(t.Context(), doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithMaxRedirects(0)), doortest.Get())
		if want := (doortest.Answer{Code: 302, Body: "elsewhere"}); err != nil || got != want {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
		base.WantSent(t, 1)
	})
}

func TestWhatIsNoRedirectIsAnAnswer(t *testing.T) {
	for _, r := range []testkit.Reply{
		testkit.Redirect(300, "https://b.example/"), testkit.Status(304), testkit.Status(302), testkit.Redirect(305, "https://b.example/"), testkit.Redirect(201, "https://b.example/"),
	} {
		doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
			base := testkit.Script(r)
			if _, err := d.Call(t.Context(), doortest.NewClient(t, outbound.WithMockTransport(base)), doortest.Get()); err != nil && base.Requests() == nil {
				t.Errorf("got %v", err)
			}
			base.WantSent(t, 1)
			base.WantClosed(t)
		})
	}
}

func TestTheVerbAndTheBodyOfARedirect(t *testing.T) {
	for _, c := range []struct {
		code         int
		method, then string
		body         string
	}{
		{301, "POST", "GET", ""}, {302, "POST", "GET", ""}, {303, "POST", "GET", ""}, {303, "PUT", "GET", ""},
		{301, "HEAD", "HEAD", ""}, {307, "POST", "POST", "body"}, {308, "PUT", "PUT", "body"}, {307, "GET", "GET", ""},
	} {
		t.Run(fmt.Sprint(c.code, " ", c.method), func(t *testing.T) {
			doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
				base := doortest.Hosts{doortest.From: testkit.Redirect(c.code, "to?q=1"), "https://a.example/to?q=1": testkit.Text(200, "")}.Serve()
				a := doortest.Ask{Method: c.method, URL: doortest.From}
				if c.method == "POST" || c.method == "PUT" {
					a.Body = "body"
				}
				if _, err := d.Call(t.Context(), doortest.NewClient(t, outbound.WithMockTransport(base)), a); err != nil {
					t.Fatal(err)
				}
				base.WantSent(t, 2)
				if got := base.Last(t); got.Method != c.then || string(got.Body) != c.body {
					t.Errorf("got %s with %q, want %s with %q", got.Method, got.Body, c.then, c.body)
				}
			})
		})
	}
}

func TestABodyThatCannotBeReadTwiceIsNotRedirected(t *testing.T) {
	for _, code := range []int{307, 308} {
		base := testkit.Script(testkit.Redirect(code, "/to"))
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, doortest.From, io.MultiReader(strings.NewReader("body")))
		if err != nil {
			t.Fatal(err)
		}
		_, err = doortest.NewClient(t, outbound.WithMockTransport(base)).Do(req)
		if e := doortest.WantKind(t, err, httperror.Redirect); e.StatusCode != code {
			t.Errorf("got %d, want %d", e.StatusCode, code)
		}
		base.WantSent(t, 1)
	}
}
