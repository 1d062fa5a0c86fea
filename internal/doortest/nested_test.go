package doortest

import (
	"net/http"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
)

func TestACallThatALayerMakesIsACallOfItsOwn(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "token"), testkit.Text(200, "page"))
	inner := NewClient(t, outbound.Preset("inner"), outbound.WithMockTransport(testkit.Script(testkit.Status(404))), outbound.WithRequestID("X-Request-Id"))
	var innerErr error
	outer := NewClient(t, outbound.Preset("outer"), outbound.WithMockTransport(base),
		outbound.WithLayer(middleware.PerAttempt, "mine", func(next http.RoundTripper) http.RoundTripper {
			return middleware.Func(func(req *http.Request) (*http.Response, error) {
				_, innerErr = outbound.Get[string](req.Context(), inner, "https://inner.example/")
				return next.RoundTrip(req)
			})
		}))
	EachDoor(t, func(t *testing.T, d Door) {
		if _, err := d.Call(t.Context(), outer, Get(outbound.Operation("outer"))); err != nil {
			t.Fatal(err)
		}
		e := WantKind(t, innerErr, httperror.ClientStatus)
		if e.Client != "inner" || e.Attempts != 1 || len(e.History) != 1 || e.URL != "https://inner.example/" {
			t.Errorf("got client %q, %d attempts, URL %s, want the inner call's own", e.Client, e.Attempts, e.URL)
		}
		if e.Operation != "" && d.Name != "HTTP" { // there the options are the context's, and go along with it
			t.Errorf("got operation %q, want the outer call's options not to be inherited", e.Operation)
		}
	})
}
