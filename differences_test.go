package outbound_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// The tests of this file hold the table of docs/http-client.md.

func TestTheErrorOfABodyIsNetHTTPsThroughHTTPOnly(t *testing.T) {
	for _, e := range entries {
		s := newWire(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "100") })
		c := newClient(t, append(e.opts, outbound.WithBaseURL(s.URL))...)
		_, err := e.call(t.Context(), c, ask{method: "GET", url: "/"})
		if strings.HasPrefix(e.name, "HTTP") {
			if err != io.ErrUnexpectedEOF { //nolint:errorlint // by identity
				t.Errorf("%s: got %v", e.name, err)
			}
			continue
		}
		wantKind(t, err, httperror.Body)
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: got %v without net/http's error", e.name, err)
		}
	}
}

func TestARedirectThatCannotBeReplayedIsTheResponseOfHTTPOnly(t *testing.T) {
	s := newWire(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/to", http.StatusTemporaryRedirect) })
	c := newClient(t, outbound.WithBaseURL(s.URL))
	stream := func() io.Reader { return io.MultiReader(strings.NewReader("x")) }
	_, err := outbound.Put[string](t.Context(), c, "/", stream())
	wantKind(t, err, httperror.Redirect)
	wantKind(t, puts(t)["Do"](c, stream()), httperror.Redirect)
	if err := puts(t)["HTTP"](c, stream()); err != nil {
		t.Errorf("HTTP: got %v", err)
	}
}

func TestABraceIsAPathParameterWhereTheCallHasSome(t *testing.T) {
	s := newWire(t, nil)
	c := newClient(t, outbound.WithBaseURL(s.URL))
	for _, e := range entries {
		_, err := e.call(t.Context(), c, ask{method: "GET", url: "/{id}"})
		if e.name == "Do" || strings.HasPrefix(e.name, "HTTP") {
			if err != nil {
				t.Errorf("%s: got %v", e.name, err)
			}
			continue
		}
		wantKind(t, err, httperror.Request)
	}
	for _, got := range s.requests() {
		if got.target != "/%7Bid%7D" {
			t.Errorf("got %s", got.target)
		}
	}
}

func TestHTTPIgnoresTheContentLengthOfARequestAsEveryHTTPClient(t *testing.T) {
	s := newWire(t, nil)
	c := newClient(t, outbound.WithBaseURL(s.URL))
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
	if got := s.only(t); got.length != 4 || got.body != "four" {
		t.Errorf("got %q with the length %d", got.body, got.length)
	}
}
