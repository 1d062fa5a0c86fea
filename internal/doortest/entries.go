package doortest

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

// Entry is an entry point of a client.
type Entry struct {
	Name string
	Opts []outbound.Option // the client needs
	Call func(context.Context, *outbound.Client, Ask) (Answer, error)
}

// Entries are the entry points of a client, each with a call of a path that is
// relative to the base URL, or of an absolute URL.
var Entries = []Entry{
	{"R", nil, ThroughR},
	{"Call", nil, ThroughCall},
	{"Call under WithResty", []outbound.Option{outbound.WithResty(func(*resty.Client) {})}, ThroughCall},
	{"Do", nil, ThroughDo},
	{"HTTP with CallContext", nil, func(ctx context.Context, c *outbound.Client, a Ask) (Answer, error) {
		return ThroughHTTP(ctx, c, Absolute(c, a))
	}},
	{"HTTP with options", nil, func(ctx context.Context, c *outbound.Client, a Ask) (Answer, error) {
		a = Absolute(c, a)
		req, err := http.NewRequestWithContext(ctx, a.Method, a.URL, a.Reader())
		if err != nil {
			return Answer{}, &outbound.HTTPError{Kind: httperror.Request, Err: err} // net/http's own, without a client
		}
		resp, err := c.HTTP(a.Opts...).Do(req)
		if err == nil {
			err = outbound.CheckResponse(resp)
		}
		if err != nil {
			return Answer{}, err
		}
		return Read(resp)
	}},
}

// Absolute is a with a whole URL, as HTTP() wants it.
func Absolute(c *outbound.Client, a Ask) Ask {
	if strings.HasPrefix(a.URL, "/") || a.URL == "" || a.URL[0] == '?' {
		a.URL = c.BaseURL() + a.URL
	}
	return a
}

// CallOutcome is what a caller and a server see of a call.
type CallOutcome struct {
	Answer
	Kind httperror.Kind // "" without an error
	Sent []OnWire
}

// EachEntry makes the same call through every entry point and demands the outcome.
// The fields that one entry point computes and another does not are those of
// docs/http-client.md: a missing Accept means the same as */*.
func EachEntry(t *testing.T, serve http.HandlerFunc, opts func(base string) []outbound.Option, a Ask, check func(*testing.T, CallOutcome)) {
	t.Helper()
	for _, e := range Entries {
		t.Run(e.Name, func(t *testing.T) {
			s := NewWire(t, serve)
			var all []outbound.Option
			if opts != nil {
				all = opts(s.URL)
			}
			all = append([]outbound.Option{outbound.WithBaseURL(s.URL)}, append(all, e.Opts...)...)
			a := a
			a.URL = strings.ReplaceAll(a.URL, "BASE", s.URL)
			got, err := e.Call(t.Context(), NewClient(t, all...), a)
			out := CallOutcome{Answer: got, Sent: s.Requests()}
			var he *outbound.HTTPError
			if errors.As(err, &he) {
				out.Kind, out.Code = he.Kind, he.StatusCode
			} else if err != nil {
				t.Fatalf("got %v (%T), want an *HTTPError", err, err)
			}
			for _, r := range out.Sent {
				if r.Header.Get("Accept") == "" {
					r.Header.Set("Accept", "*/*")
				}
			}
			check(t, out)
		})
	}
}

func Echo(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Method+" "+r.URL.Path) }
