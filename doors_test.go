package outbound_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
)

// ask is what a caller wants, whichever door it goes through.
type ask struct {
	method, url, body string
	opts              []outbound.CallOption
}

// answer is what comes back without an error.
type answer struct {
	code int
	body string
}

// door is a way into the client.
type door struct {
	name string
	call func(context.Context, *outbound.Client, ask) (answer, error)
}

// doors are all ways into the client. A status is an error at each of them.
var doors = []door{
	{"R", throughR},
	{"Call", throughCall},
	{"Do", throughDo},
	{"HTTP", throughHTTP},
}

// eachDoor runs a test for every door.
func eachDoor(t *testing.T, test func(t *testing.T, d door)) {
	t.Helper()
	for _, d := range doors {
		t.Run(d.name, func(t *testing.T) { test(t, d) })
	}
}

func throughR(ctx context.Context, c *outbound.Client, a ask) (answer, error) {
	r := c.R(ctx, a.opts...)
	if a.body != "" {
		r.SetBody(a.body)
	}
	resp, err := r.Execute(a.method, a.url)
	if err != nil {
		return answer{}, err
	}
	if resp.Body() == nil && resp.RawBody() != nil { // Stream
		return read(resp.RawResponse)
	}
	return answer{resp.StatusCode(), resp.String()}, nil
}

func throughCall(ctx context.Context, c *outbound.Client, a ask) (answer, error) {
	var meta outbound.ResponseMeta
	var body any
	if a.body != "" {
		body = a.body
	}
	got, err := outbound.Call[string](ctx, c, a.method, a.url, body, append(a.opts[:len(a.opts):len(a.opts)], outbound.Meta(&meta))...)
	return answer{meta.StatusCode, got}, err
}

func throughDo(ctx context.Context, c *outbound.Client, a ask) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, a.method, a.url, a.reader())
	if err != nil {
		return answer{}, err
	}
	resp, err := c.Do(req, a.opts...)
	if err != nil {
		return answer{}, err
	}
	return read(resp)
}

func throughHTTP(ctx context.Context, c *outbound.Client, a ask) (answer, error) {
	req, err := http.NewRequestWithContext(outbound.CallContext(ctx, a.opts...), a.method, a.url, a.reader())
	if err != nil {
		return answer{}, err
	}
	resp, err := c.HTTP().Do(req)
	if err != nil {
		return answer{}, err
	}
	if err := outbound.CheckResponse(resp); err != nil {
		return answer{}, err
	}
	return read(resp)
}

func (a ask) reader() io.Reader {
	if a.body == "" {
		return nil
	}
	return strings.NewReader(a.body)
}

func read(resp *http.Response) (answer, error) {
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, string(body)}, err
}

// get asks for a page at the only host of these tests.
func get(opts ...outbound.CallOption) ask {
	return ask{method: http.MethodGet, url: "https://a.example/users/42", opts: opts}
}
