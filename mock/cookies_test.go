package mock_test

import (
	"slices"
	"testing"

	"example.com/outbound/mock"
)

func TestEachCookieOfAReplyIsAFieldOfItsOwn(t *testing.T) {
	m := mock.NewTransport(t)
	one := mock.Status(200).With("Set-Cookie", "a=1")
	m.On("GET", "/one", one)
	m.On("GET", "/two", one.With("set-cookie", "b=2"))
	m.On("GET", "/links", mock.Status(200).With("Link", "<1>").Add("Link", "<2>"))
	for path, want := range map[string][]string{
		"/one":   {"a=1"},
		"/two":   {"a=1", "b=2"},
		"/links": {"<1>", "<2>"},
	} {
		resp := wantBody(t, m, "GET", api+path, "", "")
		if got := append(resp.Header.Values("Set-Cookie"), resp.Header.Values("Link")...); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

func TestAReplyIsNotChangedByItsCopies(t *testing.T) {
	m := mock.NewTransport(t)
	one := mock.Status(200).With("X-A", "1")
	m.On("GET", "/two", one.With("X-A", "2"))
	m.On("GET", "/both", one.Add("X-A", "2"))
	m.On("GET", "/one", one)
	for path, want := range map[string][]string{"/one": {"1"}, "/two": {"2"}, "/both": {"1", "2"}} {
		if got := wantBody(t, m, "GET", api+path, "", "").Header.Values("X-A"); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}
