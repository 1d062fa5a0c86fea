package outbound_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

type user struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

var ada = user{42, "Ada"}

const adaJSON = `{"id":42,"name":"Ada"}`

func TestTypedCallsDecodeWhatTheyAreAskedFor(t *testing.T) {
	c := newClient(t, outbound.WithMockTransport(newFake(jsonBody(adaJSON))))
	address := get().url
	check := func(name string, got, want any, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	value, err := outbound.Get[user](t.Context(), c, address)
	check("a struct", value, ada, err)
	pointer, err := outbound.Get[*user](t.Context(), c, address)
	check("a pointer", pointer, &ada, err)
	mapped, err := outbound.Get[map[string]any](t.Context(), c, address)
	check("a map", mapped, map[string]any{"id": 42.0, "name": "Ada"}, err)
	anything, err := outbound.Get[any](t.Context(), c, address)
	check("any", anything, map[string]any{"id": 42.0, "name": "Ada"}, err)
	raw, err := outbound.Get[json.RawMessage](t.Context(), c, address)
	check("raw JSON", string(raw), adaJSON, err)
	bytes, err := outbound.Get[[]byte](t.Context(), c, address)
	check("bytes", string(bytes), adaJSON, err)
	text, err := outbound.Get[string](t.Context(), c, address)
	check("a string", text, adaJSON, err)
	none, err := outbound.Get[struct{}](t.Context(), c, address)
	check("nothing", none, struct{}{}, err)
}

func TestBytesOfOneCallAreNotThoseOfTheNext(t *testing.T) {
	c := newClient(t, outbound.WithMockTransport(newFake(text(200, "first"), text(200, "again"))))
	first, err := outbound.Get[[]byte](t.Context(), c, get().url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := outbound.Get[[]byte](t.Context(), c, get().url); err != nil || string(first) != "first" {
		t.Errorf("got %q, %v after another call, want first", first, err)
	}
}

func TestAnAnswerWithoutABodyIsTheZeroValue(t *testing.T) {
	for _, c := range []struct {
		name, method string
		reply        reply
	}{
		{"204", "GET", status(204)},
		{"205", "GET", status(205)},
		{"304", "GET", status(304)},
		{"204 of a delete that says JSON", "DELETE", content(204, "application/json", "")},
		{"HEAD", "HEAD", content(200, "application/json", "").with("Content-Length", "100")},
	} {
		t.Run(c.name, func(t *testing.T) {
			base := newFake(c.reply)
			client := newClient(t, outbound.WithMockTransport(base))
			got, err := outbound.Call[user](t.Context(), client, c.method, get().url, nil)
			if err != nil || got != (user{}) {
				t.Errorf("typed: got %v, %v, want the zero value", got, err)
			}
			resp, err := client.R(t.Context()).SetResult(&user{}).Execute(c.method, get().url)
			if err != nil || resp.IsError() {
				t.Errorf("R: got %v, %v, want no error", resp, err)
			}
			base.wantClosed(t)
		})
	}
}

func TestABodyIsSentAsWhatItIs(t *testing.T) {
	for _, c := range []struct {
		name       string
		body       any
		opts       []outbound.CallOption
		sent, kind string
	}{
		{"a struct as JSON", ada, nil, adaJSON, "application/json"},
		{"bytes as they are", []byte("\x00\x01"), nil, "\x00\x01", "application/octet-stream"},
		{"a string as it is", "text", nil, "text", "application/octet-stream"},
		{"a string of a type", "a,b", []outbound.CallOption{outbound.Header("Content-Type", "text/csv")}, "a,b", "text/csv"},
		{"a reader as it is", io.MultiReader(strings.NewReader("st"), strings.NewReader("ream")), nil, "stream", "application/octet-stream"},
		{"values as a form", url.Values{"b": {"2"}, "a": {"1&"}}, nil, "a=1%26&b=2", "application/x-www-form-urlencoded"},
		{"raw JSON", json.RawMessage(`{}`), nil, "{}", "application/json"},
		{"an empty string", "", nil, "", "application/octet-stream"},
		{"nothing", nil, nil, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			base := newFake(status(204))
			if _, err := outbound.Post[struct{}](t.Context(), newClient(t, outbound.WithMockTransport(base)), get().url, c.body, c.opts...); err != nil {
				t.Fatal(err)
			}
			got := base.last(t)
			if string(got.body) != c.sent || got.Header.Get("Content-Type") != c.kind || got.Header.Get("Accept") != "application/json" {
				t.Errorf("got %q as %q, want %q as %q", got.body, got.Header.Get("Content-Type"), c.sent, c.kind)
			}
		})
	}
}

func TestABodyThatCannotBeEncodedIsNotSent(t *testing.T) {
	base := newFake(status(204))
	_, err := outbound.Post[struct{}](t.Context(), newClient(t, outbound.WithMockTransport(base)), get().url, func() {})
	if e := wantKind(t, err, httperror.Request); e.Method != http.MethodPost || errors.Unwrap(e) == nil {
		t.Errorf("got method %q and cause %v", e.Method, errors.Unwrap(e))
	}
	base.wantSent(t, 0)
}
