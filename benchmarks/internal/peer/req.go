package peer

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/imroc/req/v3"

	"example.com/outbound/benchmarks/internal/wire"
)

// reqV3 is req with its own retry, token, request hook and decoder. The caller
// writes the log line, as req's hooks for responses run after every attempt. The
// deadline of two minutes that req has by default stays on in [Full] only.
var reqV3 = Peer{
	Name: "req v3",
	New: func(mode Mode, s Setup) Client {
		c := req.C().SetBaseURL(s.URL).SetCookieJar(nil).SetLogger(nil).DisableAutoDecode()
		c.GetTransport().WrapRoundTrip(func(http.RoundTripper) http.RoundTripper { return s.Base })
		if mode != Full {
			c.SetTimeout(mode.attemptBound())
		}
		c.SetJsonMarshal(s.codec().Marshal).SetJsonUnmarshal(s.codec().Unmarshal)
		if mode == Observed {
			c.OnBeforeRequest(func(*req.Client, *req.Request) error { begun.Add(1); return nil })
			c.OnAfterResponse(func(*req.Client, *req.Response) error { ended.Add(1); return nil })
		}
		if mode.retries() {
			c.SetCommonRetryCount(s.attempts() - 1).SetCommonRetryFixedInterval(0)
			if mode == Obeying {
				c.SetCommonRetryInterval(func(resp *req.Response, _ int) time.Duration { return retryAfter(resp.Response) })
			}
			c.SetCommonRetryCondition(func(resp *req.Response, err error) bool {
				return err != nil || resp.StatusCode >= http.StatusInternalServerError
			})
		}
		if !mode.isFull() {
			return reqV3Client{c, nil}
		}
		c.SetCommonBearerAuthToken(token)
		c.OnBeforeRequest(func(_ *req.Client, r *req.Request) error {
			if r.RetryAttempt == 0 {
				r.SetHeader(requestIDHeader, requestID())
			}
			return nil
		})
		return withCallBound(mode, reqV3Client{c, newJournal(s.Log)})
	},
}

type reqV3Client struct {
	c       *req.Client
	journal *journal // nil except under [Full]
}

func (c reqV3Client) Get(ctx context.Context, path string) error {
	_, err := c.Bytes(ctx, path)
	return err
}

func (c reqV3Client) Decode(ctx context.Context, path string) (v wire.Order, err error) {
	_, err = c.send(c.c.R().SetContext(ctx).SetSuccessResult(&v), http.MethodGet, path)
	return v, err
}

func (c reqV3Client) List(ctx context.Context, path string) (v []wire.Order, err error) {
	_, err = c.send(c.c.R().SetContext(ctx).SetSuccessResult(&v), http.MethodGet, path)
	return v, err
}

func (c reqV3Client) Post(ctx context.Context, path string, in any) (v wire.Order, err error) {
	_, err = c.send(c.c.R().SetContext(ctx).SetBody(in).SetSuccessResult(&v), http.MethodPost, path)
	return v, err
}

func (c reqV3Client) Bytes(ctx context.Context, path string) ([]byte, error) {
	resp, err := c.send(c.c.R().SetContext(ctx), http.MethodGet, path)
	if err != nil {
		return nil, err
	}
	return resp.Bytes(), nil
}

func (c reqV3Client) Stream(ctx context.Context, path string, w io.Writer) error {
	resp, err := c.send(c.c.R().SetContext(ctx).DisableAutoReadResponse(), http.MethodGet, path)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(w, resp.Body)
	return err
}

// send makes a call that fails unless its status is 200, and logs it if asked to.
func (c reqV3Client) send(r *req.Request, method, path string) (*req.Response, error) {
	start := time.Now()
	resp, err := r.Send(method, path)
	if c.journal != nil {
		c.journal.write(r.RawRequest, resp.GetStatusCode(), time.Since(start))
	}
	if err == nil && resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		err = unexpected(resp.StatusCode)
	}
	return resp, err
}
