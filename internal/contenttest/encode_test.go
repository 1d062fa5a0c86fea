package contenttest

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

func TestABodyIsSentAsWhatItIs(t *testing.T) {
	for _, c := range []struct {
		name       string
		body       any
		opts       []outbound.CallOption
		sent, kind string
	}{
		{"a struct as JSON", doortest.Ada, nil, doortest.AdaJSON, "application/json"},
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
			base := testkit.Script(testkit.Status(204))
			if _, err := outbound.Post[struct{}](t.Context(), doortest.NewClient(t, outbound.WithMockTransport(base)), doortest.Get().URL, c.body, c.opts...); err != nil {
				t.Fatal(err)
			}
			got := base.Last(t)
			if string(got.Body) != c.sent || got.Header.Get("Content-Type") != c.kind || got.Header.Get("Accept") != "*/*" {
				t.Errorf("got %q as %q, want %q as %q", got.Body, got.Header.Get("Content-Type"), c.sent, c.kind)
			}
		})
	}
}

func TestABodyThatCannotBeEncodedIsNotSent(t *testing.T) {
	base := testkit.Script(testkit.Status(204))
	_, err := outbound.Post[struct{}](t.Context(), doortest.NewClient(t, outbound.WithMockTransport(base)), doortest.Get().URL, func() {})
	if e := doortest.WantKind(t, err, httperror.Request); e.Method != http.MethodPost || errors.Unwrap(e) == nil {
		t.Errorf("got method %q and cause %v", e.Method, errors.Unwrap(e))
	}
	base.WantSent(t, 0)
}
