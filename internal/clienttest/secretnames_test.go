package clienttest

import (
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/logging"
)

func TestSecretNamesAreAddedToThoseThereAre(t *testing.T) {
	var log strings.Builder
	first := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, ""))), outbound.WithSecretNames("tax-number"),
		outbound.WithLogger(zerolog.New(&log), logging.Params()))
	second, err := first.With(outbound.WithSecretNames("iban"), outbound.WithSecretNames("plate"))
	if err != nil {
		t.Fatal(err)
	}
	const url = "https://api.test/?taxNumber=c4n4ry&plate=c4n4ry&password=c4n4ry&page=2"
	if _, err := outbound.Get[string](t.Context(), second, url); err != nil {
		t.Fatal(err)
	}
	if got := log.String(); strings.Contains(got, "c4n4ry") || !strings.Contains(got, "page=2") {
		t.Errorf("got the line %s", got)
	}
	log.Reset()
	if _, err := outbound.Get[string](t.Context(), first, "https://api.test/?plate=shown"); err != nil {
		t.Fatal(err)
	}
	if got := log.String(); !strings.Contains(got, "plate=shown") {
		t.Errorf("the first client has the names of its copy: %s", got)
	}
}

func TestASecretNameIsNotEmpty(t *testing.T) {
	for _, name := range []string{"", " ", "-_"} {
		if _, err := outbound.New(outbound.WithSecretNames("iban", name)); err == nil || !strings.Contains(err.Error(), "WithSecretNames") {
			t.Errorf("%q: got %v, want an error that names the option", name, err)
		}
	}
}
