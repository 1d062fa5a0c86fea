package peer

import (
	"context"
	"io"
	"net/http"
	"time"

	"resty.dev/v3"

	"example.com/outbound/benchmarks/internal/wire"
)

// restyV3 is resty v3 with its own retry, token, hooks and decoder.
var restyV3 = Peer{
	Name: "resty v3",
	New: func(mode Mode, s Setup) Client {
		c := resty.New().SetTransport(s.Base).SetBaseURL(s.URL).SetCookieJar(nil).SetLoggerWarnLevel(true)
		c.Client().Timeout = mode.attemptBound() // its own bound is off where the context has one
		if mode == Observed {
			c.AddRequestMiddleware(func(*resty.Client, *resty.Request) error { begun.Add(1); return nil })
			c.AddResponseMiddleware(func(*resty.Client, *resty.Response) error { ended.Add(1); return nil })
		}
		if mode.retries() {
			c.SetRetryCount(s.attempts() - 1).SetRetryDelayStrategy(noDelay) // Retry-After is obeyed before
			c.AddRetryConditions(resty.RetryConditionStatus5XX)
		}
		if mode.isFull() {
			j := newJournal(s.Log)
			c.SetAuthToken(token)
			c.AddRequestMiddleware(func(_ *resty.Client, r *resty.Request) error {
				if r.Attempt <= 1 {
					r.SetHeader(requestIDHeader, requestID())
				}
				return nil
			})
			c.OnSuccess(func(_ *resty.Client, resp *resty.Response) {
				j.write(resp.Request.RawRequest, resp.StatusCode(), resp.Duration())
			})
		}
		return withCallBound(mode, restyV3Client{c})
	},
}

func noDelay(*resty.Response, error) (time.Duration, error) { return 0, nil }

type restyV3Client struct{ c *resty.Client }

func (c restyV3Client) Get(ctx context.Context, path string) error {
	_, err := c.Bytes(ctx, path)
	return err
}

func (c restyV3Client) Decode(ctx context.Context, path string) (v wire.Order, err error) {
	err = restyV3OK(c.c.R().SetContext(ctx).SetResult(&v).Get(path))
	return v, err
}

func (c restyV3Client) List(ctx context.Context, path string) (v []wire.Order, err error) {
	err = restyV3OK(c.c.R().SetContext(ctx).SetResult(&v).Get(path))
	return v, err
}

func (c restyV3Client) Post(ctx context.Context, path string, in any) (v wire.Order, err error) {
	err = restyV3OK(c.c.R().SetContext(ctx).SetBody(in).SetResult(&v).Post(path))
	return v, err
}

func (c restyV3Client) Bytes(ctx context.Context, path string) ([]byte, error) {
	resp, err := c.c.R().SetContext(ctx).Get(path)
	if err := restyV3OK(resp, err); err != nil {
		return nil, err
	}
	return resp.Bytes(), nil
}

func (c restyV3Client) Stream(ctx context.Context, path string, w io.Writer) error {
	resp, err := c.c.R().SetContext(ctx).SetResponseDoNotParse(true).Get(path)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if err := restyV3OK(resp, nil); err != nil {
		return err
	}
	_, err = io.Copy(w, resp.Body)
	return err
}

func restyV3OK(resp *resty.Response, err error) error {
	if err == nil && resp.StatusCode() != http.StatusOK {
		err = unexpected(resp.StatusCode())
	}
	return err
}
