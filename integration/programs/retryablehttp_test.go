package programs_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

func retryable(hc *http.Client) *retryablehttp.Client {
	c := retryablehttp.NewClient()
	c.HTTPClient, c.Logger = hc, nil
	c.RetryWaitMin, c.RetryWaitMax, c.RetryMax = time.Millisecond, time.Millisecond, 3
	return c
}

// A POST is repeated by the program and not beneath it: the server sees as many
// requests as the program has made.
func TestRetryableHTTPRepeatsOnTop(t *testing.T) {
	for name, answers := range map[string]struct{ failures, requests int32 }{"in the end": {2, 3}, "never": {9, 4}} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, open open) {
				var requests atomic.Int32
				srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
					if body, err := io.ReadAll(r.Body); err != nil || string(body) != "body" {
						t.Errorf("got the body %q, %v", body, err)
					}
					if requests.Add(1) <= answers.failures {
						w.WriteHeader(http.StatusBadGateway)
						return
					}
					io.WriteString(w, "done")
				})
				hc := retryable(open(t, loopback)).StandardClient()
				resp, err := hc.Do(post(t, srv.URL))
				if (err == nil) != (answers.failures < 4) {
					t.Errorf("got the error %v after %d failures", err, answers.failures)
				}
				if err == nil {
					if got, err := io.ReadAll(resp.Body); err != nil || string(got) != "done" {
						t.Errorf("got %q, %v", got, err)
					}
					resp.Body.Close()
				}
				if requests.Load() != answers.requests {
					t.Errorf("the server saw %d requests, want %d", requests.Load(), answers.requests)
				}
			})
		})
	}
}

// Without an answer the last response is handed over.
func TestRetryableHTTPPassesTheLastAnswerOn(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusBadGateway)
			io.WriteString(w, "down")
		})
		c := retryable(open(t, loopback))
		c.ErrorHandler = retryablehttp.PassthroughErrorHandler
		resp, err := c.StandardClient().Do(post(t, srv.URL))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if got, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusBadGateway || string(got) != "down" {
			t.Errorf("got status %d, %q, %v", resp.StatusCode, got, err)
		}
	})
}

func TestRetryableHTTPStopsWithItsContext(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		begun := make(chan struct{})
		var requests atomic.Int32
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if requests.Add(1) == 1 {
				close(begun)
			}
			io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		})
		ctx, cancel := context.WithCancel(soon(t))
		defer cancel()
		go func() {
			<-begun
			cancel()
		}()
		req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodPost, srv.URL, []byte("body"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := retryable(open(t, loopback)).Do(req); !errors.Is(err, context.Canceled) || requests.Load() != 1 {
			t.Errorf("got %T (%v), %d requests, want context.Canceled after one", err, err, requests.Load())
		}
	})
}
