package outbound_test

import (
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
)

func TestAClientTellsItsBaseURL(t *testing.T) {
	c := doortest.NewClient(t, outbound.WithBaseURL("https://api.example.com/v1"))
	other, err := c.With(outbound.WithBaseURL("https://other.example.com"))
	if err != nil {
		t.Fatal(err)
	}
	for want, c := range map[string]*outbound.Client{
		"https://api.example.com/v1": c, "https://other.example.com": other, "": doortest.NewClient(t),
	} {
		if got := c.BaseURL(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := (*outbound.Client)(nil).BaseURL(); got != "" {
		t.Errorf("without a client: got %q", got)
	}
}
