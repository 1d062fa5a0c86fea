package outbound_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// entries are the entry points of a client, each with a call of a path that is
// relative to the base URL, or of an absolute URL.
var entries = []struct {
	name string
	opts []outbound.Option // the client needs
	call func(context.Context, *outbound.Client, ask) (answer, error)
}{
	{"R", nil, throughR},
	{"Call", nil, throughCall},
	{"Call under WithResty", []outbound.Option{outbound.WithResty(func(*resty.Client) {})}, throughCall},
	{"Do", nil, throughDo},
	{"HTTP with CallContext", nil, func(ctx context.Context, c *outbound.Client, a ask) (answer, error) {
		return throughHTTP(ctx, c, absolute(c, a))
	}},
	{"HTTP with options", nil, func(ctx context.Context, c *outbound.Client, a ask) (answer, error) {
		a = absolute(c, a)
		req, err := http.NewRequestWithContext(ctx, a.method, a.url, a.reader())
		if err != nil {
			return answer{}, &outbound.HTTPError{Kind: httperror.Request, Err: err} // net/http's own, without a client
		}
		resp, err := c.HTTP(a.opts...).Do(req)
		if err == nil {
			err = outbound.CheckResponse(resp)
		}
		if err != nil {
			return answer{}, err
		}
		return read(resp)
	}},
}

// absolute is a with a whole URL, as HTTP() wants it.
func absolute(c *outbound.Client, a ask) ask {
	if strings.HasPrefix(a.url, "/") || a.url == "" || a.url[0] == '?' {
		a.url = c.BaseURL() + a.url
	}
	return a
}

// callOutcome is what a caller and a server see of a call.
type callOutcome struct {
	answer
	kind httperror.Kind // "" without an error
	sent []onWire
}

// eachEntry makes the same call through every entry point and demands the outcome.
// The fields that one entry point computes and another does not are those of
// docs/http-client.md: a missing Accept means the same as */*.
func eachEntry(t *testing.T, serve http.HandlerFunc, opts func(base string) []outbound.Option, a ask, check func(*testing.T, callOutcome)) {
	t.Helper()
	for _, e := range entries {
		t.Run(e.name, func(t *testing.T) {
			s := newWire(t, serve)
			var all []outbound.Option
			if opts != nil {
				all = opts(s.URL)
			}
			all = append([]outbound.Option{outbound.WithBaseURL(s.URL)}, append(all, e.opts...)...)
			a := a
			a.url = strings.ReplaceAll(a.url, "BASE", s.URL)
			got, err := e.call(t.Context(), newClient(t, all...), a)
			out := callOutcome{answer: got, sent: s.requests()}
			var he *outbound.HTTPError
			if errors.As(err, &he) {
				out.kind, out.code = he.Kind, he.StatusCode
			} else if err != nil {
				t.Fatalf("got %v (%T), want an *HTTPError", err, err)
			}
			for _, r := range out.sent {
				if r.header.Get("Accept") == "" {
					r.header.Set("Accept", "*/*")
				}
			}
			check(t, out)
		})
	}
}

func echo(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Method+" "+r.URL.Path) }
