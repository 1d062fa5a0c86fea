package doortest

import (
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
)

func TestAnOptionOfOneCallIsRefusedWhereItWouldHoldForMany(t *testing.T) {
	var meta outbound.ResponseMeta
	var failure map[string]any
	for name, option := range map[string]outbound.CallOption{
		"Meta":      outbound.Meta(&meta),
		"ErrorInto": outbound.ErrorInto(&failure),
		"Method":    outbound.Method("PUT", "body"),
		"Resume":    outbound.Resume(),
	} {
		base := testkit.Script(testkit.Text(200, "ok"))
		c := NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"))
		for way, do := range map[string]func(*http.Request) (*http.Response, error){
			"HTTP": c.HTTP(option).Do,
			"Doer": c.Doer(option).Do,
		} {
			req, _ := http.NewRequestWithContext(t.Context(), "GET", "https://a.example/", nil)
			_, err := do(req)
			if e := WantKind(t, err, httperror.Request); !strings.Contains(e.Error(), name) {
				t.Errorf("%s(%s): got %v, want an error that names the option", way, name, err)
			}
		}
		if n := len(base.Requests()); n != 0 {
			t.Errorf("%s: %d requests were sent", name, n)
		}
	}
}
