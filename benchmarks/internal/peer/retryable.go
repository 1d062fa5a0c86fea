package peer

import (
	"context"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// retryableNative calls the package through its own requests.
var retryableNative = Peer{
	Name: "go-retryablehttp",
	New: func(mode Mode, s Setup) Client {
		c, j := retryable(mode, s), newJournal(s.Log)
		if mode == Observed {
			c.RequestLogHook = func(retryablehttp.Logger, *http.Request, int) { begun.Add(1) }
			c.ResponseLogHook = func(retryablehttp.Logger, *http.Response) { ended.Add(1) }
		}
		return withCallBound(mode, newDoer(s, func(ctx context.Context, method, url string, body []byte) (*http.Response, error) {
			req, err := newRetryable(ctx, method, url, body)
			if err != nil {
				return nil, err
			}
			if !mode.isFull() {
				return c.Do(req)
			}
			req.Header.Set("Authorization", bearer)
			req.Header.Set(requestIDHeader, requestID())
			start := time.Now()
			resp, err := c.Do(req)
			j.write(req.Request, statusOf(resp), time.Since(start))
			return resp, err
		}))
	},
}

// retryableStandard calls it through the standard client that it makes.
var retryableStandard = Peer{
	Name: "go-retryablehttp, StandardClient",
	New: func(mode Mode, s Setup) Client {
		f := do(retryable(mode, s).StandardClient().Do)
		return withCallBound(mode, newDoer(s, standard(byCaller(mode, s, f))))
	},
}

// retryable returns a client with its own log off: that one writes through fmt
// and at the start of a call, without a status.
func retryable(mode Mode, s Setup) *retryablehttp.Client {
	c := retryablehttp.NewClient()
	c.HTTPClient = &http.Client{Transport: s.Base, Timeout: mode.attemptBound()}
	c.Logger = nil
	c.RetryWaitMin, c.RetryMax = 0, 0 // the default back-off obeys Retry-After
	if mode != Obeying {
		c.Backoff = func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return 0 }
	}
	if mode.retries() {
		c.RetryMax = s.attempts() - 1
	}
	return c
}

func newRetryable(ctx context.Context, method, url string, body []byte) (*retryablehttp.Request, error) {
	if body == nil {
		return retryablehttp.NewRequestWithContext(ctx, method, url, nil)
	}
	req, err := retryablehttp.NewRequestWithContext(ctx, method, url, body)
	if err == nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, err
}
