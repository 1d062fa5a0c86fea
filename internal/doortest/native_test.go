package doortest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
)

func TestANativeErrorBeforeTheFirstAttemptIsTheContextsOwn(t *testing.T) {
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	expired, stop := context.WithTimeout(t.Context(), 0)
	defer stop()
	c := NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "ok"))))
	for _, ctx := range []context.Context{canceled, expired} {
		req, _ := http.NewRequestWithContext(ctx, "GET", "https://a.example/", nil)
		_, err := c.HTTP(outbound.NativeErrors()).Do(req)
		if e, ok := errors.AsType[*url.Error](err); !ok || e.Err != ctx.Err() {
			t.Errorf("got %v, want an *url.Error of %v itself", err, ctx.Err())
		}
	}
}
