package integration_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/mccutchen/go-httpbin/v2/httpbin"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// bin serves httpbin and returns a client of it.
func bin(t *testing.T, opts ...outbound.Option) *outbound.Client {
	t.Helper()
	return newClient(t, append([]outbound.Option{outbound.WithBaseURL(binURL(t))}, opts...)...)
}

func binURL(t *testing.T) string {
	t.Helper()
	srv := httptest.NewServer(httpbin.New(httpbin.WithMaxDuration(5 * time.Second)))
	t.Cleanup(srv.Close)
	return srv.URL
}

func TestStatusBecomesAKind(t *testing.T) {
	c := bin(t, outbound.WithRetry(atOnce(3)))
	for _, tt := range []struct {
		path     string
		kind     httperror.Kind
		attempts int
	}{
		{"/status/418", httperror.ClientStatus, 1},
		{"/status/429", httperror.RateLimited, 3},
		{"/status/500", httperror.ServerStatus, 3},
		{"/status/503", httperror.ServerStatus, 3},
	} {
		t.Run(tt.path, func(t *testing.T) {
			_, err := outbound.Get[string](t.Context(), c, tt.path)
			he := failure(t, err, tt.kind)
			if he.Attempts != tt.attempts {
				t.Errorf("got %d attempts, want %d", he.Attempts, tt.attempts)
			}
		})
	}
}

func TestAnUnstableServerIsAskedUntilItAnswers(t *testing.T) {
	var meta outbound.ResponseMeta
	c := bin(t, outbound.WithRetry(atOnce(64)))
	for range 10 {
		if _, err := outbound.Get[string](t.Context(), c, "/unstable", outbound.Query("failure_rate", "0.5"), outbound.Meta(&meta)); err != nil {
			t.Fatal(err)
		}
		if meta.StatusCode != 200 || meta.Attempts < 1 {
			t.Errorf("got status %d after %d attempts", meta.StatusCode, meta.Attempts)
		}
	}
}

func TestASlowServerTimesOut(t *testing.T) {
	c := bin(t, outbound.WithRetry(atOnce(2)), outbound.WithAttemptTimeout(50*time.Millisecond))
	_, err := outbound.Get[string](t.Context(), c, "/delay/3")
	if he := failure(t, err, httperror.Timeout); he.Attempts != 2 || !he.Timeout() {
		t.Errorf("got %d attempts and Timeout() %v, want 2 and true", he.Attempts, he.Timeout())
	}
}

func TestRedirectsAreFollowedUpToTheLimit(t *testing.T) {
	c := bin(t, outbound.WithMaxRedirects(3))
	if _, err := outbound.Get[map[string]any](t.Context(), c, "/redirect/3"); err != nil {
		t.Errorf("three redirects: %v", err)
	}
	_, err := outbound.Get[map[string]any](t.Context(), c, "/redirect/4")
	failure(t, err, httperror.Redirect)
}

func TestGzipIsUnpacked(t *testing.T) {
	got, err := outbound.Get[struct{ Gzipped bool }](t.Context(), bin(t), "/gzip")
	if err != nil || !got.Gzipped {
		t.Errorf("got %+v, %v, want gzipped true", got, err)
	}
}
