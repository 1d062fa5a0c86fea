package outbound

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/engine"
	"example.com/outbound/internal/restyadapter"
)

// Client makes calls. Make one with [New] and share it: it is immutable and safe
// for concurrent use. Calls on a nil or zero Client fail with kind request.
type Client struct{ core *engine.Core }

// New makes a client. It reports every problem of the options at once (joined,
// as errors.Join does); it reads the files that they name and does no other I/O.
func New(opts ...Option) (*Client, error) {
	cfg := defaults()
	Options(opts...)(&cfg)
	return clientOf(engine.New(cfg, nil, restyadapter.New))
}

// With returns a changed copy; c itself never changes. The copy shares the
// connection pool, unless an option changes proxy, TLS or the base, and with the
// pool the state per origin of the policies that no option changes.
func (c *Client) With(opts ...Option) (*Client, error) {
	if c == nil || c.core == nil {
		return nil, engine.ErrNoClient
	}
	cfg := c.core.Config.Clone()
	Options(opts...)(&cfg)
	return clientOf(engine.New(cfg, c.core, restyadapter.New))
}

func clientOf(c *engine.Core, err error) (*Client, error) {
	if err != nil {
		return nil, err
	}
	return &Client{c}, nil
}

// inner is what c is made of, nil for a client that New has not made.
func (c *Client) inner() *engine.Core {
	if c == nil {
		return nil
	}
	return c.core
}

// Chain returns the names of the active layers, outermost first. The last is
// "transport", or "transport (insecure)" when certificates are not checked.
func (c *Client) Chain() []string {
	if c == nil || c.core == nil {
		return nil
	}
	return slices.Clone(c.core.LayerNames)
}

// HTTP returns the chain as a standard client, a new one each time, for code
// that wants one. Statuses stay responses: see [CheckResponse]. The options hold
// for every call made with it; further ones come with the context, see
// [CallContext]. Options that write to the caller ([Meta]) belong to one call:
// with them every call fails with kind request.
//
// Its fields may be changed as those of any [http.Client], and its Transport be
// used alone. See docs/http-client.md for the few differences.
func (c *Client) HTTP(opts ...CallOption) *http.Client {
	if c == nil || c.core == nil {
		return &http.Client{Transport: engine.Refusing{}}
	}
	return c.core.NewHTTPClient(callconfig.NewShared("HTTP", opts))
}

// Close ends the client: further calls fail with kind closed, and idle connections are
// closed. Calls in flight finish, but do not wait for a retry or in a queue of the
// client. Copies made by With live on. It may be called again and returns nil.
func (c *Client) Close() error {
	if c == nil || c.core == nil {
		return nil
	}
	c.core.Close()
	return nil
}

// Shutdown is [Client.Close], and then waits for the calls in flight, until their
// bodies are read or closed. It returns the error of ctx if that ends first.
func (c *Client) Shutdown(ctx context.Context) error {
	if c == nil || c.core == nil {
		return nil
	}
	_ = c.Close()
	return c.core.Settings.Calls.Wait(ctx)
}

// BaseURL returns what [WithBaseURL] was given, or "" without one.
func (c *Client) BaseURL() string {
	if c == nil || c.core == nil {
		return ""
	}
	return c.core.BaseURL
}

// Format prints the client's name and the origin of its base URL, for every verb:
// default headers, credentials and the proxy are never printed.
func (c Client) Format(f fmt.State, verb rune) { c.core.Format(f, verb) }

// LogValue gives package slog what [Client.Format] prints.
func (c Client) LogValue() slog.Value {
	name, base := c.core.ShownAs()
	return slog.GroupValue(slog.String("client", name), slog.String("base_url", base))
}

// MarshalJSON writes what [Client.Format] prints.
func (c Client) MarshalJSON() ([]byte, error) {
	name, base := c.core.ShownAs()
	return json.Marshal(struct {
		Client  string `json:"client,omitempty"`
		BaseURL string `json:"base_url,omitempty"`
	}{name, base})
}

var errNoRequest = &HTTPError{Kind: httperror.Request, Delivery: httperror.NotSent, Err: errors.New("there is no request")}

// Do sends one raw request. The error is an [*HTTPError], bare, a status of 400
// to 599 included; the response streams a body of any size, which the caller
// closes. The call's timeout covers reading it, unless [Stream] says otherwise.
// A body fails with an [*HTTPError] too. A URL without scheme and host is relative
// to the base URL. A request body that can seek goes out with its length.
//
// The request goes to [engine.edge.RoundTrip] by way of net/http, once per redirect.
func (c *Client) Do(req *http.Request, opts ...CallOption) (*http.Response, error) {
	if c == nil || c.core == nil {
		engine.CloseBody(req)
		return nil, engine.ErrNoClient
	}
	if req == nil {
		return nil, errNoRequest
	}
	return c.core.Do(req, callconfig.New(req.Context(), opts))
}

// Doer returns the client for generated clients and SDKs that take something with
// a Do method. A status that opts do not allow is an error, as through
// [Client.Do]; a generated client that decodes its own error bodies wants
// [Client.HTTP]. The options hold for every call, and those of [CallContext] come
// on top. [Meta], [ErrorInto], [Method] and [Resume] belong to one call: with them
// every call fails with kind request.
func (c *Client) Doer(opts ...CallOption) interface {
	Do(*http.Request) (*http.Response, error)
} {
	return doer{c, callconfig.NewShared("Doer", opts)}
}

type doer struct {
	client  *Client
	options *callConfig
}

func (d doer) Do(req *http.Request) (*http.Response, error) {
	if req == nil || d.client == nil || d.client.core == nil {
		return d.client.Do(req)
	}
	return d.client.core.Do(req, d.options.Over(req.Context()))
}

// R begins a request in resty's own fluent way, with the whole chain beneath it.
// A status of 400 to 599 that is not allowed is an error, and the response comes
// along with it. The request may be executed more than once; each time is a call
// of its own. See docs/migration.md for what of resty works here.
func (c *Client) R(ctx context.Context, opts ...CallOption) *resty.Request {
	if c == nil || c.core == nil {
		return restyadapter.NoClient()
	}
	if ctx == nil {
		ctx = context.Background()
	}
	return c.core.Resty.NewRequest(ctx, callconfig.New(ctx, opts))
}

// Setting is a setting that is in force. Name is that of a presets file
// ("attempt_timeout", "headers.Accept") where such a file has the setting. Value
// is for people, and has no secret. Origin is "default", the name of the preset that
// has it ("Standard" for that of the library), or the option ("WithTimeout").
type Setting struct{ Name, Value, Origin string }

// Settings returns what is in force, and where each setting comes from. The
// command's explain does the same for a file of presets, with lines of the file
// in place of options.
func (c *Client) Settings() []Setting {
	if c == nil || c.core == nil {
		return nil
	}
	var all []Setting
	for _, setting := range c.core.ListSettings() {
		all = append(all, Setting(setting))
	}
	return all
}
