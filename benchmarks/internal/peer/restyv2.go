package peer

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/benchmarks/internal/wire"
)

// restyV2 is resty v2 with its own retry, token, hooks and decoder.
var restyV2 = Peer{
	Name: "resty v2",
	New: func(mode Mode, s Setup) Client {
		c := resty.New().SetTransport(s.Base).SetBaseURL(s.URL).SetCookieJar(nil).SetDisableWarn(true)
		c.SetTimeout(mode.attemptBound()) // of http.Client, which resty uses once per attempt
		c.JSONMarshal, c.JSONUnmarshal = s.codec().Marshal, s.codec().Unmarshal
		if mode == Observed {
			c.OnBeforeRequest(func(*resty.Client, *resty.Request) error { begun.Add(1); return nil })
			c.OnAfterResponse(func(*resty.Client, *resty.Response) error { ended.Add(1); return nil })
		}
		if mode == Obeying {
			c.SetRetryAfter(func(_ *resty.Client, resp *resty.Response) (time.Duration, error) {
				return retryAfter(resp.RawResponse), nil
			})
		}
		if s.Attempts > 0 { // its back-off of 0 panics after some thousand attempts
			c.SetRetryAfter(func(*resty.Client, *resty.Response) (time.Duration, error) { return 1, nil })
		}
		if mode.retries() {
			c.SetRetryCount(s.attempts() - 1).SetRetryWaitTime(0).SetRetryMaxWaitTime(0)
			c.AddRetryCondition(func(resp *resty.Response, err error) bool {
				return err != nil || resp.StatusCode() >= http.StatusInternalServerError
			})
		}
		if mode.isFull() {
			j := newJournal(s.Log)
			c.SetAuthToken(token)
			c.OnBeforeRequest(func(_ *resty.Client, r *resty.Request) error {
				if r.Attempt <= 1 {
					r.SetHeader(requestIDHeader, requestID())
				}
				return nil
			})
			c.OnSuccess(func(_ *resty.Client, resp *resty.Response) {
				j.write(resp.Request.RawRequest, resp.StatusCode(), resp.Time())
			})
		}
		return withCallBound(mode, restyV2Client{c})
	},
}

type restyV2Client struct{ c *resty.Client }

func (c restyV2Client) Get(ctx context.Context, path string) error {
	_, err := c.Bytes(ctx, path)
	return err
}

func (c restyV2Client) Decode(ctx context.Context, path string) (v wire.Order, err error) {
	err = restyV2OK(c.c.R().SetContext(ctx).SetResult(&v).Get(path))
	return v, err
}

func (c restyV2Client) List(ctx context.Context, path string) (v []wire.Order, err error) {
	err = restyV2OK(c.c.R().SetContext(ctx).SetResult(&v).Get(path))
	return v, err
}

func (c restyV2Client) Post(ctx context.Context, path string, in any) (v wire.Order, err error) {
	err = restyV2OK(c.c.R().SetContext(ctx).SetBody(in).SetResult(&v).Post(path))
	return v, err
}

func (c restyV2Client) Bytes(ctx context.Context, path string) ([]byte, error) {
	resp, err := c.c.R().SetContext(ctx).Get(path)
	if err := restyV2OK(resp, err); err != nil {
		return nil, err
	}
	return resp.Body(), nil
}

func (c restyV2Client) Stream(ctx context.Context, path string, w io.Writer) error {
	resp, err := c.c.R().SetContext(ctx).SetDoNotParseResponse(true).Get(path)
	if err != nil {
		return err
	}
	defer resp.RawBody().Close()
	if err := restyV2OK(resp, nil); err != nil {
		return err
	}
	_, err = io.Copy(w, resp.RawBody())
	return err
}

func restyV2OK(resp *resty.Response, err error) error {
	if err == nil && resp.StatusCode() != http.StatusOK {
		err = unexpected(resp.StatusCode())
	}
	return err
}
