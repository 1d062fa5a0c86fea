package doortest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
)

// The Header of a request may be nil for http.Client.Do, and so for ours.
func TestARequestWithoutAHeaderIsSentWithEveryOption(t *testing.T) {
	for name, row := range map[string]struct {
		opts         []outbound.CallOption
		field, value string
	}{
		"no option":             {nil, "User-Agent", "outbound"},
		"Method with a value":   {[]outbound.CallOption{outbound.Method("POST", map[string]int{"a": 1})}, "Content-Type", "application/json"},
		"Method with a form":    {[]outbound.CallOption{outbound.Method("POST", url.Values{"a": {"1"}})}, "Content-Type", "application/x-www-form-urlencoded"},
		"Method with files":     {[]outbound.CallOption{outbound.Method("POST", outbound.Multipart{Files: []outbound.File{{Field: "f", Name: "n", Body: strings.NewReader("x")}}})}, "Content-Type", "multipart/form-data"},
		"Method without a body": {[]outbound.CallOption{outbound.Method("POST", nil)}, "User-Agent", "outbound"},
		"Resume":                {[]outbound.CallOption{outbound.Resume()}, "Accept-Encoding", "identity"},
		"Header":                {[]outbound.CallOption{outbound.Header("X-A", "1")}, "X-A", "1"},
		"Content-Length":        {[]outbound.CallOption{outbound.Method("POST", "x"), outbound.Header("Content-Length", "1")}, "Content-Type", "application/octet-stream"},
	} {
		t.Run(name, func(t *testing.T) {
			base := testkit.Script(testkit.Text(200, "ok"))
			c := NewClient(t, outbound.WithMockTransport(base))
			u, _ := url.Parse("https://a.example/")
			resp, err := c.Do((&http.Request{URL: u}).WithContext(t.Context()), row.opts...)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			if got := base.Requests()[0].Header.Get(row.field); !strings.HasPrefix(got, row.value) {
				t.Errorf("got %s %q, want %q", row.field, got, row.value)
			}
		})
	}
}

func TestARequestOfRWithoutAHeaderGetsTheDefaults(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "ok"))
	c := NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"),
		outbound.WithResty(func(rc *resty.Client) { rc.SetHeader("X-A", "1") }))
	r := c.R(t.Context())
	r.Header = nil
	if _, err := r.Get("/"); err != nil {
		t.Fatal(err)
	}
	if got := base.Requests()[0].Header.Get("X-A"); got != "1" {
		t.Errorf("got X-A %q, want 1", got)
	}
}
