package doortest

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
)

// Ask is what a caller wants, whichever door it goes through.
type Ask struct {
	Method, URL, Body string
	Opts              []outbound.CallOption
}

// Answer is what comes back without an error.
type Answer struct {
	Code int
	Body string
}

// Door is a way into the client.
type Door struct {
	Name string
	Call func(context.Context, *outbound.Client, Ask) (Answer, error)
}

// Doors are all ways into the client. A status is an error at each of them.
var Doors = []Door{
	{"R", ThroughR},
	{"Call", ThroughCall},
	{"Do", ThroughDo},
	{"HTTP", ThroughHTTP},
}

// EachDoor runs a test for every door.
func EachDoor(t *testing.T, test func(t *testing.T, d Door)) {
	t.Helper()
	for _, d := range Doors {
		t.Run(d.Name, func(t *testing.T) { test(t, d) })
	}
}

func ThroughR(ctx context.Context, c *outbound.Client, a Ask) (Answer, error) {
	r := c.R(ctx, a.Opts...)
	if a.Body != "" {
		r.SetBody(a.Body)
	}
	resp, err := r.Execute(a.Method, a.URL)
	if err != nil {
		return Answer{}, err
	}
	if resp.Body() == nil && resp.RawBody() != nil { // Stream
		return Read(resp.RawResponse)
	}
	return Answer{resp.StatusCode(), resp.String()}, nil
}

func ThroughCall(ctx context.Context, c *outbound.Client, a Ask) (Answer, error) {
	var meta outbound.ResponseMeta
	var body any
	if a.Body != "" {
		body = a.Body
	}
	got, err := outbound.Call[string](ctx, c, a.Method, a.URL, body, append(a.Opts[:len(a.Opts):len(a.Opts)], outbound.Meta(&meta))...)
	return Answer{meta.StatusCode, got}, err
}

func ThroughDo(ctx context.Context, c *outbound.Client, a Ask) (Answer, error) {
	req, err := http.NewRequestWithContext(ctx, a.Method, a.URL, a.Reader())
	if err != nil {
		return Answer{}, err
	}
	resp, err := c.Do(req, a.Opts...)
	if err != nil {
		return Answer{}, err
	}
	return Read(resp)
}

func ThroughHTTP(ctx context.Context, c *outbound.Client, a Ask) (Answer, error) {
	req, err := http.NewRequestWithContext(outbound.CallContext(ctx, a.Opts...), a.Method, a.URL, a.Reader())
	if err != nil {
		return Answer{}, err
	}
	resp, err := c.HTTP().Do(req)
	if err != nil {
		return Answer{}, err
	}
	if err := outbound.CheckResponse(resp); err != nil {
		return Answer{}, err
	}
	return Read(resp)
}

func (a Ask) Reader() io.Reader {
	if a.Body == "" {
		return nil
	}
	return strings.NewReader(a.Body)
}

func Read(resp *http.Response) (Answer, error) {
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return Answer{resp.StatusCode, string(body)}, err
}

// Get asks for a page at the only host of these tests.
func Get(opts ...outbound.CallOption) Ask {
	return Ask{Method: http.MethodGet, URL: "https://a.example/users/42", Opts: opts}
}
