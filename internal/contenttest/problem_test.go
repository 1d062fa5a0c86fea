package contenttest

import (
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

func TestAProblemIsReadIntoTheError(t *testing.T) {
	for _, d := range append(decoders, errorDecoder) {
		base := testkit.Script(testkit.Content(403, "application/problem+json; charset=utf-8",
			`{"type":"https://a.example/poor","title":"Not enough credit","detail":"30 of 50","balance":30}`))
		_, err := d.get(t, doortest.NewClient(t, outbound.WithMockTransport(base)))
		e := doortest.WantKind(t, err, httperror.ClientStatus)
		if p := e.Problem; p == nil || p.Title != "Not enough credit" || p.Type != "https://a.example/poor" || p.Extensions["balance"] != 30.0 {
			t.Errorf("%s: got problem %+v", d.name, p)
		}
		if !strings.Contains(err.Error(), "Not enough credit") {
			t.Errorf("%s: got %q, want the title in it", d.name, err)
		}
	}
}
