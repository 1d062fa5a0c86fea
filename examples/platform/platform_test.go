package platform_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/examples/platform"
	"example.com/outbound/mock"
)

func TestThePresetHasTheLayersOfTheOrganisation(t *testing.T) {
	client, _ := mock.New(t, platform.Preset("billing", zerolog.Nop()))
	mock.AssertChain(t, client,
		"deadline", "headers", "request-id", "tenant", "log", "retry",
		"breaker", "gate", "concurrency", "attempt-timeout", "deadline-header", "log-attempts", "classify", "transport")
}

func TestACallOfAHandlerCarriesOnItsInboundRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // virtual time: exactly 800 ms are left
		client, base := mock.New(t, platform.Preset("billing", zerolog.New(io.Discard)))
		base.On("GET", "/invoices/7", mock.Status(204)).
			Header("X-Request-Id", "r-1").Header("X-Tenant", "blue").Header("X-Deadline-Ms", "800")
		handler := platform.Inbound(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if _, err := outbound.Get[struct{}](req.Context(), client, "/invoices/7"); err != nil {
				t.Error(err)
			}
		}))

		inbound := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
		inbound.Header.Set("X-Request-Id", "r-1")
		inbound.Header.Set("X-Tenant", "blue")
		inbound.Header.Set("X-Deadline-Ms", "800")
		handler.ServeHTTP(httptest.NewRecorder(), inbound)
	})
}

func TestATenantIsNotToldToAnotherHost(t *testing.T) {
	client, base := mock.New(t, platform.Preset("billing", zerolog.Nop()))
	base.On("GET", mock.BaseURL+"/file", mock.Status(302).With("Location", "https://cdn.example/file"))
	base.On("GET", "https://cdn.example/file", mock.Text(200, "data"))
	handler := platform.Inbound(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if _, err := outbound.Get[string](req.Context(), client, "/file"); err != nil {
			t.Error(err)
		}
	}))

	inbound := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
	inbound.Header.Set("X-Tenant", "blue")
	handler.ServeHTTP(httptest.NewRecorder(), inbound)

	for i, want := range []string{"blue", ""} {
		if got := base.Requests()[i].Header.Get("X-Tenant"); got != want {
			t.Errorf("request %d: got the tenant %q, want %q", i+1, got, want)
		}
	}
}
