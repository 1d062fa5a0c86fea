package redirecttest

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

// net/http prints the URL of the hop that has failed, and sends a copy of the
// request where a timeout or user info is in play.
func TestTheErrorOfNetHTTPShowedTheQueryOfARedirect(t *testing.T) {
	for name, location := range map[string]string{
		"refused":                "http://a.example/to?token=" + doortest.Canary,
		"refused with user info": "http://u:" + doortest.Canary + "@a.example/to?token=" + doortest.Canary,
		"failed":                 "https://a.example/gone?token=" + doortest.Canary,
		"failed with user info":  "https://u:" + doortest.Canary + "@a.example/gone?token=" + doortest.Canary,
	} {
		for clientName, client := range map[string]func(c *outbound.Client) *http.Client{
			"HTTP()": func(c *outbound.Client) *http.Client { return c.HTTP() },
			"HTTP() with a Timeout": func(c *outbound.Client) *http.Client {
				hc := c.HTTP()
				hc.Timeout = time.Minute
				return hc
			},
			"the transport in another client": func(c *outbound.Client) *http.Client {
				return &http.Client{Transport: c.HTTP().Transport, Timeout: time.Minute}
			},
		} {
			t.Run(name+", "+clientName, func(t *testing.T) {
				base := testkit.Script(func(req *http.Request) (*http.Response, error) {
					if req.URL.Path == "/from" {
						return testkit.Redirect(302, location)(req)
					}
					return nil, errors.New("no connection")
				})
				c := doortest.NewClient(t, outbound.WithMockTransport(base))
				resp, err := client(c).Get(doortest.From)
				if err == nil {
					_ = resp.Body.Close()
					t.Fatalf("got %s, want an error", resp.Status)
				}
				var ue *url.Error
				var he *httperror.Error
				if !errors.As(err, &ue) || !errors.As(err, &he) {
					t.Fatalf("got %T, want a *url.Error with an *HTTPError", err)
				}
				if strings.Contains(err.Error()+ue.URL, doortest.Canary) {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}
