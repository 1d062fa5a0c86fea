package outbound_test

import (
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/middleware"
)

func TestAFunctionThatPanicsOrALayerThatMakesNothingIsAnErrorOfNew(t *testing.T) {
	for name, opt := range map[string]outbound.Option{
		"WithTransportConfig": outbound.WithTransportConfig(func(*http.Transport) { panic("no luck") }),
		`WithLayer("boom")`:   outbound.WithLayer(middleware.PerAttempt, "boom", func(http.RoundTripper) http.RoundTripper { panic("no luck") }),
		`WithLayer("none")`:   outbound.WithLayer(middleware.PerCall, "none", func(http.RoundTripper) http.RoundTripper { return nil }),
	} {
		if c, err := outbound.New(opt); c != nil || err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want an error that names %s", err, name)
		}
		c, err := outbound.New()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.With(opt); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("With: got %v, want an error that names %s", err, name)
		}
	}
}
