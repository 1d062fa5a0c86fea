package doortest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
)

// The context ends while the response arrives: the server has answered, and the error
// of the body must not say that nothing was sent.
func TestTheErrorOfABodySaidThatARequestWithAResponseWasNotSent(t *testing.T) {
	for range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		base := middleware.Func(func(req *http.Request) (*http.Response, error) {
			cancel()
			<-req.Context().Done()
			resp := testkit.Response(200, "")
			resp.Body, resp.ContentLength, resp.Request = io.NopCloser(strings.NewReader(strings.Repeat("x", 9))), 9, req
			return resp, nil
		})
		c := NewClient(t, outbound.WithMockTransport(base))
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://a.example/x", strings.NewReader("body"))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := c.Do(req)
		if err == nil {
			_, err = io.ReadAll(resp.Body)
			_ = resp.Body.Close()
		}
		var he *outbound.HTTPError
		if errors.As(err, &he) && (he.Attempts != 1 || he.Delivery == httperror.NotSent) {
			t.Errorf("got %d attempts and delivery %s: %v", he.Attempts, he.Delivery, he)
		}
	}
}
