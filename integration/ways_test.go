package integration_test

import (
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
	{name: "HTTP", raw: true, call: callHTTP},
}

func callR(t *testing.T, c *outbound.Client, method string, s scene) (any, error) {
	var v any
	r := c.R(s.context(t), s.call...).SetResult(&v)
	if method == http.MethodPost {
		r.SetHeader("Content-Type", "application/json").SetBody([]byte(s.content()))
	}
	_, err := r.Execute(method, s.url)
	return v, err
}

func callTyped(t *testing.T, c *outbound.Client, method string, s scene) (any, error) {
	if method == http.MethodGet {
		return outbound.Get[any](s.context(t), c, s.url, s.call...)
	}
	json := outbound.Header("Content-Type", "application/json")
	return outbound.Post[any](s.context(t), c, s.url, []byte(s.content()), append(s.call, json)...)
}

func callHTTP(t *testing.T, c *outbound.Client, method string, s scene) (any, error) {
	ctx := outbound.CallContext(s.context(t), s.call...)
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(s.content())
	}
	req, err := http.NewRequestWithContext(ctx, method, s.url, body)
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
	b, err := io.ReadAll(io.LimitReader(resp.Body, 4<<20)) // far more than any row but the bomb sends
	return b, err
}

func (s scene) content() string {
	if s.body != "" {
		return s.body
	}
	return `{"n":1}`
}

// jsonOf is a JSON string of n bytes.
func jsonOf(n int) string { return `"` + strings.Repeat("x", n-2) + `"` }
