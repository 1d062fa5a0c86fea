package outbound_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

func TestTypedCallsDecodeWhatTheyAreAskedFor(t *testing.T) {
	c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.JSON(200, doortest.AdaJSON))))
	address := doortest.Get().URL
	check := func(name string, got, want any, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	value, err := outbound.Get[doortest.User](t.Context(), c, address)
	check("a struct", value, doortest.Ada, err)
	pointer, err := outbound.Get[*doortest.User](t.Context(), c, address)
	check("a pointer", pointer, &doortest.Ada, err)
	mapped, err := outbound.Get[map[string]any](t.Context(), c, address)
	check("a map", mapped, map[string]any{"id": 42.0, "name": "Ada"}, err)
	anything, err := outbound.Get[any](t.Context(), c, address)
	check("any", anything, map[string]any{"id": 42.0, "name": "Ada"}, err)
	raw, err := outbound.Get[json.RawMessage](t.Context(), c, address)
	check("raw JSON", string(raw), doortest.AdaJSON, err)
	bytes, err := outbound.Get[[]byte](t.Context(), c, address)
	check("bytes", string(bytes), doortest.AdaJSON, err)
	text, err := outbound.Get[string](t.Context(), c, address)
	check("a string", text, doortest.AdaJSON, err)
	none, err := outbound.Get[struct{}](t.Context(), c, address)
	check("nothing", none, struct{}{}, err)
}

func TestBytesOfOneCallAreNotThoseOfTheNext(t *testing.T) {
	c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "first"), testkit.Text(200, "again"))), outbound.Standard()) // which reads ahead
	address := doortest.Get().URL
	first, err := outbound.Get[[]byte](t.Context(), c, address)
	if err != nil {
		t.Fatal(err)
	}
	again, err := outbound.Get[string](t.Context(), c, address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := outbound.Get[[]byte](t.Context(), doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "other"))), outbound.Standard()), address); err != nil {
		t.Fatal(err)
	}
	if string(first) != "first" || again != "again" {
		t.Errorf("got %q and %q after another call, want first and again", first, again)
	}
}

func TestAnAnswerWithoutABodyIsTheZeroValue(t *testing.T) {
	for _, c := range []struct {
		name, method string
		reply        testkit.Reply
	}{
		{"204", "GET", testkit.Status(204)},
		{"205", "GET", testkit.Status(205)},
		{"304", "GET", testkit.Status(304)},
		{"204 of a delete that says JSON", "DELETE", testkit.Content(204, "application/json", "")},
		{"HEAD", "HEAD", testkit.Content(200, "application/json", "").With("Content-Length", "100")},
	} {
		t.Run(c.name, func(t *testing.T) {
			base := testkit.Script(c.reply)
			client := doortest.NewClient(t, outbound.WithMockTransport(base))
			got, err := outbound.Call[doortest.User](t.Context(), client, c.method, doortest.Get().URL, nil)
			if err != nil || got != (doortest.User{}) {
				t.Errorf("typed: got %v, %v, want the zero value", got, err)
			}
			resp, err := client.R(t.Context()).SetResult(&doortest.User{}).Execute(c.method, doortest.Get().URL)
			if err != nil || resp.IsError() {
				t.Errorf("R: got %v, %v, want no error", resp, err)
			}
			base.WantClosed(t)
		})
	}
}
