package contenttest

import (
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

func TestABlankInAPathUndoesNoEscapeOfItsNeighbours(t *testing.T) {
	id := outbound.PathParam("id", "a/../b")
	for _, c := range []struct{ base, path, want string }{
		{"https://a.example", "/my files/{id}", "/my%20files/a%2F..%2Fb"},
		{"https://a.example", "/Zoë/{id}?q=a b", "/Zo%C3%AB/a%2F..%2Fb?q=a%20b"},
		{"https://a.example", "/a^|`\"<>\\/{id}", "/a%5E%7C%60%22%3C%3E%5C/a%2F..%2Fb"},
		{"https://a.example/t%2F1", "/x y", "/t%2F1/x%20y"},
		{"https://a.example/é", "/{id}", "/%C3%A9/a%2F..%2Fb"},
		{"https://a.example", "https://a.example/b c/{id}", "/b%20c/a%2F..%2Fb"},
	} {
		for _, d := range doortest.Doors[:2] {
			t.Run(d.Name+" "+c.base+" "+c.path, func(t *testing.T) {
				base := testkit.Script(testkit.Text(200, "ok"))
				client := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL(c.base))
				if _, err := d.Call(t.Context(), client, doortest.Ask{Method: "GET", URL: c.path, Opts: []outbound.CallOption{id}}); err != nil {
					t.Fatal(err)
				}
				if got := base.Last(t).URL.RequestURI(); got != c.want {
					t.Errorf("got %s, want %s", got, c.want)
				}
			})
		}
	}
}
