package contenttest

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
)

// The tests of this file hold the table of docs/http-client.md.

func TestTheErrorOfABodyIsNetHTTPsThroughHTTPOnly(t *testing.T) {
	for _, e := range doortest.Entries {
		s := doortest.NewWire(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "100") })
		c := doortest.NewClient(t, append(e.Opts, outbound.WithBaseURL(s.URL))...)
		_, err := e.Call(t.Context(), c, doortest.Ask{Method: "GET", URL: "/"})
		if strings.HasPrefix(e.Name, "HTTP") {
			if err != io.ErrUnexpectedEOF { // by identity
				t.Errorf("%s: got %v", e.Name, err)
			}
			continue
		}
		doortest.WantKind(t, err, httperror.Body)
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: got %v without net/http's error", e.Name, err)
		}
	}
}

func TestARedirectThatCannotBeReplayedIsTheResponseOfHTTPOnly(t *testing.T) {
	s := doortest.NewWire(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/to", http.StatusTemporaryRedirect) })
	c := doortest.NewClient(t, outbound.WithBaseURL(s.URL))
	stream := func() io.Reader { return io.MultiReader(strings.NewReader("x")) }
	_, err := outbound.Put[string](t.Context(), c, "/", stream())
	doortest.WantKind(t, err, httperror.Redirect)
	doortest.WantKind(t, puts(t)["Do"](c, stream()), httperror.Redirect)
	if err := puts(t)["HTTP"](c, stream()); err != nil {
		t.Errorf("HTTP: got %v", err)
	}
}

func TestABraceIsAPathParameterWhereTheCallHasSome(t *testing.T) {
	s := doortest.NewWire(t, nil)
	c := doortest.NewClient(t, outbound.WithBaseURL(s.URL))
	for _, e := range doortest.Entries {
		_, err := e.Call(t.Context(), c, doortest.Ask{Method: "GET", URL: "/{id}"})
		if e.Name == "Do" || strings.HasPrefix(e.Name, "HTTP") {
			if err != nil {
				t.Errorf("%s: got %v", e.Name, err)
			}
			continue
		}
		doortest.WantKind(t, err, httperror.Request)
	}
	for _, got := range s.Requests() {
		if got.Target != "/%7Bid%7D" {
			t.Errorf("got %s", got.Target)
		}
	}
}

func TestHTTPIgnoresTheContentLengthOfARequestAsEveryHTTPClient(t *testing.T) {
	s := doortest.NewWire(t, nil)
	c := doortest.NewClient(t, outbound.WithBaseURL(s.URL))
	req, err := http.NewRequestWithContext(t.Context(), "PUT", s.URL, strings.NewReader("four"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Length", "9")
	resp, err := c.HTTP().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if got := s.Only(t); got.Length != 4 || got.Body != "four" {
		t.Errorf("got %q with the length %d", got.Body, got.Length)
	}
}
