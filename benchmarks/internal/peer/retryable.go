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
		return newDoer(s, func(ctx context.Context, method, url string, body []byte) (*http.Response, error) {
			req, err := newRetryable(ctx, method, url, body)
			if err != nil {
				return nil, err
			}
			if mode != Full {
				return c.Do(req)
			}
			req.Header.Set("Authorization", bearer)
			req.Header.Set(requestIDHeader, requestID())
			start := time.Now()
			resp, err := c.Do(req)
			j.write(req.Request, statusOf(resp), time.Since(start))
			return resp, err
		})
	},
}

// retryableStandard calls it through the standard client that it makes.
var retryableStandard = Peer{
	Name: "go-retryablehttp, StandardClient",
	New: func(mode Mode, s Setup) Client {
		f := do(retryable(mode, s).StandardClient().Do)
		if mode == Full {
			f = full(s.Log, f)
		}
		return newDoer(s, standard(f))
	},
}

// retryable returns a client with its own log off: that one writes through fmt
// and at the start of a call, without a status.
func retryable(mode Mode, s Setup) *retryablehttp.Client {
	c := retryablehttp.NewClient()
	c.HTTPClient = &http.Client{Transport: s.Base}
	c.Logger = nil
	c.Backoff = func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return 0 }
	c.RetryMax = attempts - 1
	if mode == Bare {
		c.RetryMax = 0
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
