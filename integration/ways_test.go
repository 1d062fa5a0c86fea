package integration_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
)

// way is one way into the client.
type way struct {
	name string
	bare bool // the error is the HTTPError itself
	raw  bool // nothing is decoded
	call func(t *testing.T, c *outbound.Client, method string, s scene) (any, error)
}

var ways = []way{
	{name: "R", call: callR},
	{name: "typed", bare: true, call: callTyped},
	{name: "Do", bare: true, raw: true, call: callDo},
	{name: "HTTP", raw: true, call: callHTTP},
}

func callR(t *testing.T, c *outbound.Client, method string, s scene) (any, error) {
	var v any
	r := c.R(s.context(t), s.call...).SetResult(&v)
	if method == http.MethodPost {
		r.SetHeader("Content-Type", s.media()).SetBody([]byte(s.content()))
	}
	_, err := r.Execute(method, s.url)
	return v, err
}

func callTyped(t *testing.T, c *outbound.Client, method string, s scene) (any, error) {
	if method == http.MethodGet {
		return outbound.Get[any](s.context(t), c, s.url, s.call...)
	}
	media := outbound.Header("Content-Type", s.media())
	return outbound.Post[any](s.context(t), c, s.url, []byte(s.content()), append(s.call, media)...)
}

func callDo(t *testing.T, c *outbound.Client, method string, s scene) (any, error) {
	req, err := s.request(s.context(t), method)
	if err != nil {
		return nil, err
	}
	resp, err := c.Do(req, s.call...)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return readSome(resp.Body)
}

func callHTTP(t *testing.T, c *outbound.Client, method string, s scene) (any, error) {
	req, err := s.request(outbound.CallContext(s.context(t), s.call...), method)
	if err != nil {
		return nil, err
	}
	resp, err := c.HTTP().Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if err := outbound.CheckResponse(resp); err != nil {
		return nil, err
	}
	return readSome(resp.Body)
}

// readSome reads far more than any row but the bomb sends.
func readSome(body io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(body, 4<<20)) }

func (s scene) request(ctx context.Context, method string) (*http.Request, error) {
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(s.content())
	}
	req, err := http.NewRequestWithContext(ctx, method, s.url, body)
	if err == nil && body != nil {
		req.Header.Set("Content-Type", s.media())
	}
	return req, err
}

func (s scene) content() string {
	if s.body != "" {
		return s.body
	}
	return `{"n":1}`
}

func (s scene) media() string {
	if s.mediaType != "" {
		return s.mediaType
	}
	return "application/json"
}

// jsonOf is a JSON string of n bytes.
func jsonOf(n int) string { return `"` + strings.Repeat("x", n-2) + `"` }
