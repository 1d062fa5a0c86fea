// Service goes past the client of its organisation, in every way that the lint rules of
// docs/platform.md find. scripts/lint.sh expects findings on the lines that end in the
// word, and on no other.
package main

import (
	"net/http"
	web "net/http"

	"github.com/go-resty/resty/v2"
	"github.com/hashicorp/go-retryablehttp" // finding

	"example.com/outbound"
)

func main() {
	_, _ = http.Get("https://billing.example.com")                // finding
	_, _ = http.DefaultClient.Head("https://billing.example.com") // finding
	_, _ = http.DefaultTransport.RoundTrip(nil)                   // finding
	_, _ = web.Head("https://billing.example.com")                // finding
	_ = resty.New()                                               // finding
	_ = resty.NewWithClient(&http.Client{})                       // finding
	_ = retryablehttp.NewClient()
	_, _ = outbound.New(outbound.InternalNetwork())        // finding
	_, _ = outbound.New(outbound.WithInsecureSkipVerify()) // finding

	client, _ := outbound.New(outbound.Standard())
	var resp *resty.Response // a type of what R() returns
	resp, _ = client.R(nil).Get("/")
	_, _ = client.HTTP().Get(resp.Request.URL)
}
