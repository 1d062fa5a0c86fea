package restytest

import (
	"testing"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

func TestExecutingOneRequestAgainIsACallOfItsOwn(t *testing.T) {
	base := testkit.Script(testkit.Status(404), testkit.Text(200, "ok"), testkit.Status(404))
	c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithRequestID("X-Request-Id"))
	var meta outbound.ResponseMeta
	r := c.R(t.Context(), outbound.Operation("again"), outbound.Meta(&meta), outbound.Query("q", "1"))
	for i, want := range []httperror.Kind{httperror.ClientStatus, "", httperror.ClientStatus} {
		_, err := r.Get(doortest.Get().URL)
		if httperror.Classify(err) != want || meta.Attempts != 1 {
			t.Errorf("time %d: got %v after %d attempts, want kind %q after 1", i+1, err, meta.Attempts, want)
		}
		if want != "" {
			if e := doortest.WantKind(t, err, want); e.Operation != "again" {
				t.Errorf("time %d: got operation %q, want the request's", i+1, e.Operation)
			}
		}
	}
	ids := map[string]bool{}
	for _, req := range base.Requests() {
		ids[req.Header.Get("X-Request-Id")] = true
		if q := req.URL.RawQuery; q != "q=1" {
			t.Errorf("got query %q, want q=1", q)
		}
	}
	if len(ids) != 3 {
		t.Errorf("got request IDs %v, want one for each time", ids)
	}
}

func TestARequestPastRestysHooksIsACallOfItsOwnToo(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "ok"))
	r := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithRequestID(doortest.IDHeader)).R(t.Context()).SetDoNotParseResponse(true)
	for range 2 {
		resp, err := r.Get(doortest.Get().URL)
		if err != nil {
			t.Fatal(err)
		}
		if err := outbound.CheckResponse(resp.RawResponse); err != nil {
			t.Error(err)
		}
		_ = resp.RawBody().Close()
	}
	if ids := base.Values(doortest.IDHeader); ids[0] == ids[1] {
		t.Errorf("got request ID %s twice, want one for each time", ids[0])
	}
}

func TestWhatWithRestySetsServesTypedCallsToo(t *testing.T) {
	base := testkit.Script(testkit.JSON(200, doortest.AdaJSON))
	c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example/v1"), outbound.WithResty(func(rc *resty.Client) {
		rc.SetHeader("X-House", "1")
		rc.JSONMarshal = func(any) ([]byte, error) { return []byte(`"mine"`), nil }
		rc.JSONUnmarshal = func(_ []byte, v any) error { v.(*doortest.User).Name = "decoded by mine"; return nil }
	}))
	typed, err := outbound.Post[doortest.User](t.Context(), c, "/users/{id}", doortest.Ada, outbound.PathParam("id", "42"), outbound.Header("X-Key", "k"))
	if err != nil || typed.Name != "decoded by mine" {
		t.Errorf("typed: got %v, %v, want what the codec makes", typed, err)
	}
	var u doortest.User
	if _, err := c.R(t.Context(), outbound.PathParam("id", "42"), outbound.Header("X-Key", "k")).SetBody(doortest.Ada).SetResult(&u).Post("/users/{id}"); err != nil || u.Name != "decoded by mine" {
		t.Errorf("R: got %v, %v, want what the codec makes", u, err)
	}
	for _, got := range base.Requests() {
		if got.Header.Get("X-House") != "1" || got.Header.Get("X-Key") != "k" || string(got.Body) != `"mine"` || got.URL.String() != "https://a.example/v1/users/42" {
			t.Errorf("got %s, X-House %q, X-Key %q, body %s", got.URL, got.Header.Get("X-House"), got.Header.Get("X-Key"), got.Body)
		}
	}
	if _, err := outbound.Get[doortest.User](t.Context(), doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Status(404))), outbound.WithResty(func(*resty.Client) {})), doortest.Get().URL); err == nil {
		t.Error("a status is no error where WithResty has tuned the client")
	}
}
