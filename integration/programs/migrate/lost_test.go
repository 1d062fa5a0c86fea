package migrate_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-resty/resty/v2"
	"github.com/gojek/heimdall/v7"
	"github.com/gojek/heimdall/v7/httpclient"

	"example.com/outbound"
)

// A server that processes a POST and closes the connection without a response gets
// the POST once from outbound, and once more per retry from the other libraries: the
// numbers of the README.
func TestAPostWhoseResponseIsLostIsSentOnce(t *testing.T) {
	const body, kind = "one tea", "text/plain"
	for name, c := range map[string]struct {
		post func(url string) error
		want int32
	}{
		"outbound": {func(url string) error {
			_, err := outbound.Post[struct{}](t.Context(), newClient(url, outbound.Standard()), "/orders", body)
			return err
		}, 1},
		"go-retryablehttp": {func(url string) error {
			c := retryable()
			c.RetryMax = 3
			_, err := c.Post(url+"/orders", kind, reader(body))
			return err
		}, 4},
		"heimdall": {func(url string) error {
			backoff := heimdall.NewConstantBackoff(time.Millisecond, time.Millisecond)
			c := httpclient.NewClient(httpclient.WithRetryCount(3), httpclient.WithRetrier(heimdall.NewRetrier(backoff)))
			_, err := c.Post(url+"/orders", reader(body), nil)
			return err
		}, 4},
		"resty": {func(url string) error {
			c := resty.New().SetRetryCount(3).SetRetryWaitTime(time.Millisecond)
			_, err := c.R().SetContext(context.Background()).SetBody(body).Post(url + "/orders")
			return err
		}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			var processed atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				if got, err := io.ReadAll(req.Body); err == nil && string(got) == body {
					processed.Add(1)
				}
				panic(http.ErrAbortHandler) // closes the connection
			}))
			defer server.Close()
			if err := c.post(server.URL); err == nil {
				t.Error("got no error")
			}
			if got := processed.Load(); got != c.want {
				t.Errorf("the server processed the POST %d times, want %d", got, c.want)
			}
		})
	}
}

func reader(s string) io.Reader { return strings.NewReader(s) }
