package networktest

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/retry"
)

func TestAProxyThatRefusesCONNECTForNowIsAskedAgain(t *testing.T) {
	for status, want := range map[int]int{429: 2, 502: 2, 503: 2, 504: 2, 403: 1, 407: 1} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
			defer proxy.Close()
			c := doortest.NewClient(t, outbound.WithProxy(strings.Replace(proxy.URL, "://", "://user:hunter2@", 1)), outbound.WithRetry(retry.Policy{Attempts: 2, Wait: retry.Constant(0)}))
			_, err := outbound.Post[string](t.Context(), c, "https://a.test/", "once")
			var e *outbound.HTTPError
			var refusal *httperror.ProxyRefusal
			if !errors.As(err, &e) || !errors.As(err, &refusal) {
				t.Fatalf("got %v", err)
			}
			if e.Kind != httperror.Proxy || e.Attempts != want || e.Delivery != httperror.NotSent {
				t.Errorf("got kind %s after %d attempts, %s; want %d", e.Kind, e.Attempts, e.Delivery, want)
			}
			if refusal.Source != "WithProxy" || refusal.StatusCode != status || !refusal.CredentialsSent || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %+v in %v", refusal, err)
			}
		})
	}
}

func TestTheProxyOfTheEnvironmentIsNamedByItsVariable(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(407) }))
	defer proxy.Close()
	t.Setenv("HTTPS_PROXY", proxy.URL)
	c := doortest.NewClient(t)
	_, err := outbound.Get[string](t.Context(), c, "https://a.test/")
	if err == nil || !strings.Contains(err.Error(), "(from HTTPS_PROXY) refused CONNECT with 407 Proxy Authentication Required: no credentials were sent") {
		t.Errorf("got %v", err)
	}
}
