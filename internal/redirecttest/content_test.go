package redirecttest

import (
	"fmt"
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

// RFC 9110, section 15.4: what is said of the body goes with it, whoever has set it.
func TestAFieldOfTheBodyDoesNotComeBackOnTheGETOfARedirect(t *testing.T) {
	fields := []string{"Content-Type", "Content-Encoding", "Content-Language", "Content-Digest", "Digest", "Idempotency-Key"}
	var defaults []outbound.Option
	var options []outbound.CallOption
	for _, name := range append(fields, "X-Kept") {
		defaults = append(defaults, outbound.WithHeader(name, "v"))
		options = append(options, outbound.Header(name, "v"))
	}
	for _, status := range []int{301, 302, 303} {
		for _, c := range []struct {
			name   string
			client []outbound.Option
			call   []outbound.CallOption
		}{{"defaults", defaults, nil}, {"options of the call", nil, options}} {
			t.Run(fmt.Sprint(status, " ", c.name), func(t *testing.T) {
				doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
					base := testkit.Script(testkit.Redirect(status, "https://a.example/b"), testkit.Redirect(302, "https://a.example/c"), testkit.Text(200, "ok"))
					opts := append(c.client, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"))
					ask := doortest.Ask{Method: "POST", URL: "https://a.example/", Body: "body", Opts: c.call}
					if _, err := d.Call(t.Context(), doortest.NewClient(t, opts...), ask); err != nil {
						t.Fatal(err)
					}
					for i, req := range base.Requests() {
						wantFields(t, i, req, fields, i == 0)
					}
				})
			})
		}
	}
}

func wantFields(t *testing.T, hop int, req testkit.Sent, fields []string, want bool) {
	t.Helper()
	if req.Header.Get("X-Kept") == "" {
		t.Errorf("hop %d: X-Kept is lost", hop)
	}
	for _, name := range fields {
		if _, has := req.Header[name]; has != want {
			t.Errorf("hop %d: %s is sent: %v, want %v", hop, name, has, want)
		}
	}
}
