package doortest

import (
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
)

func TestAVerbInLowerCaseDoesWhatTheVerbDoes(t *testing.T) {
	for _, d := range Doors {
		if d.Name == "HTTP" {
			continue // net/http itself takes it for another verb
		}
		t.Run(d.Name, func(t *testing.T) {
			base := testkit.Script(testkit.Redirect(302, "https://a.example/to"), testkit.Content(200, "application/json", ""))
			c := NewClient(t, outbound.WithMockTransport(base))
			if _, err := d.Call(t.Context(), c, Ask{Method: "head", URL: "https://a.example/"}); err != nil {
				t.Fatal(err)
			}
			if got := base.Last(t).Method; got != "HEAD" {
				t.Errorf("after a redirect: got %s, want HEAD", got)
			}
		})
	}
	c := NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Content(200, "application/json", ""))))
	if v, err := outbound.Call[map[string]int](t.Context(), c, "head", "https://a.example/", nil); err != nil || v != nil {
		t.Errorf("got %v, %v of an answer without a body", v, err)
	}
}
