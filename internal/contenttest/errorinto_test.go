package contenttest

import (
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

func TestErrorIntoDecodesTheWholeBodyOfAnErrorAtEveryDoor(t *testing.T) {
	long := `{"name":"` + strings.Repeat("x", 3*httperror.MaxBody) + `"}`
	for _, x := range []struct {
		name, contentType, body string
		want                    int // length of the name
	}{
		{"JSON", "application/json", `{"name":"no"}`, 2},
		{"a problem", "application/problem+json", `{"name":"no"}`, 2},
		{"XML", "application/xml", "<e><name>no</name></e>", 2},
		{"JSON longer than the error keeps", "application/json", long, 3 * httperror.MaxBody},
		{"JSON longer than the limit", "application/json", `{"name":"` + strings.Repeat("x", 100_000) + `"}`, 3},
		{"JSON in another charset", "application/json; charset=utf-16le", "{\x00\"\x00n\x00a\x00m\x00e\x00\"\x00:\x00\"\x00n\x00\"\x00}\x00", 1},
		{"a page", "text/html", "<html>no", 3},
		{"half of it", "application/json", `{"name":"no"`, 3},
		{"the wrong type", "application/json", `{"name":"no","id":"7"}`, 3},
		{"nothing", "application/json", "", 3},
	} {
		doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
			base := testkit.Script(testkit.Content(422, x.contentType, x.body))
			c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithMaxResponseBytes(90_000), outbound.WithRetry(retry.Policy{}))
			got := struct {
				Name string `json:"name" xml:"name"`
				ID   int    `json:"id"`
			}{Name: "old"}
			_, err := d.Call(t.Context(), c, doortest.Get(outbound.ErrorInto(&got)))
			e := doortest.WantKind(t, err, httperror.ClientStatus)
			if len(got.Name) != x.want || e.StatusCode != 422 || string(e.Body) != x.body[:min(len(x.body), httperror.MaxBody)] {
				t.Errorf("%s: got a name of %d bytes, want %d; %d bytes of the body", x.name, len(got.Name), x.want, len(e.Body))
			}
			base.WantClosed(t)
		})
	}
}

func TestErrorIntoTakesTheBytes(t *testing.T) {
	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
		c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Content(404, "text/html", "<html>"))))
		var text string
		var data []byte
		for _, o := range []outbound.CallOption{outbound.ErrorInto(&text), outbound.ErrorInto(&data)} {
			_, err := d.Call(t.Context(), c, doortest.Get(o))
			doortest.WantKind(t, err, httperror.ClientStatus)
		}
		if text != "<html>" || string(data) != "<html>" {
			t.Errorf("got %q and %q", text, data)
		}
	})
}

func TestErrorIntoLeavesItsTargetWhereThereIsNoErrorStatus(t *testing.T) {
	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
		for _, x := range []struct {
			reply testkit.Reply
			opts  []outbound.CallOption
		}{{testkit.JSON(200, `"new"`), nil}, {testkit.JSON(404, `"new"`), []outbound.CallOption{outbound.AllowStatus(404)}}, {testkit.Refused(), nil}} {
			old := "old"
			_, _ = d.Call(t.Context(), doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(x.reply))), doortest.Get(append(x.opts, outbound.ErrorInto(&old))...))
			if old != "old" {
				t.Errorf("got %q", old)
			}
		}
	})
}

func TestErrorIntoBelongsToOneCallAndNeedsAPointer(t *testing.T) {
	base := testkit.Script(testkit.Status(200))
	c := doortest.NewClient(t, outbound.WithMockTransport(base))
	for _, target := range []any{nil, 7, town{}, (*town)(nil)} {
		doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
			_, err := d.Call(t.Context(), c, doortest.Get(outbound.ErrorInto(target)))
			doortest.WantKind(t, err, httperror.Request)
		})
	}
	var v any
	_, err := c.HTTP(outbound.ErrorInto(&v)).Get(doortest.Get().URL)
	if doortest.WantKind(t, err, httperror.Request); !strings.Contains(err.Error(), "ErrorInto") {
		t.Errorf("got %q, which does not name the option", err)
	}
	base.WantSent(t, 0)
}

func TestAnAllowedStatusWithoutAValueIsTheZeroValue(t *testing.T) {
	for _, x := range []struct {
		name, contentType, body string
		want                    string
		fails                   bool
	}{
		{"nothing", "", "", "", false},
		{"a page", "text/html", "<html>none", "", false},
		{"text", "text/plain", "not found", "", false},
		{"bytes", "", "\x00\x01", "", false},
		{"another type", "image/png", "\x89PNG", "", false},
		{"a value", "application/json", `{"name":"none"}`, "none", false},
		{"half a value", "application/json", `{"name":"none"`, "", true},
	} {
		t.Run(x.name, func(t *testing.T) {
			c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Content(404, x.contentType, x.body))))
			var m outbound.ResponseMeta
			got, err := outbound.Get[town](t.Context(), c, doortest.Get().URL, outbound.AllowStatus(404), outbound.Meta(&m))
			if (err != nil) != x.fails || got.Name != x.want || m.StatusCode != http.StatusNotFound {
				t.Errorf("typed: got %v, %v, status %d", got, err, m.StatusCode)
			}
			var r town
			resp, err := c.R(t.Context(), outbound.AllowStatus(404)).SetResult(&r).Get(doortest.Get().URL)
			if (err != nil) != x.fails || r.Name != x.want || resp.StatusCode() != http.StatusNotFound {
				t.Errorf("R: got %v, %v", r, err)
			}
		})
	}
}
