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
	core := coreOf(c)
	if core == nil {
		return nil, engine.ErrNoClient
	}
	cfg := core.Config.Clone()
	Options(opts...)(&cfg)
	return clientOf(engine.New(cfg, core, restyadapter.New))
}

func clientOf(c *engine.Core, err error) (*Client, error) {
	if err != nil {
		return nil, err
	}
	return &Client{c}, nil
}

// coreOf returns the core of c, nil for a client that New has not made.
func coreOf(c *Client) *engine.Core {
	if c == nil {
		return nil
	}
	return c.core
}

// Chain returns the names of the active layers, outermost first. The last is
// "transport", or "transport (insecure)" when certificates are not checked.
func (c *Client) Chain() []string {
	core := coreOf(c)
	if core == nil {
		return nil
	}
	return slices.Clone(core.LayerNames)
}

// HTTP returns the chain as a standard client, a new one each time, for code that takes
// an http.Client. Statuses stay responses: see [CheckResponse]. The options hold for
// every call made with it; further ones come with the context, see [CallContext]. Options
// that write to the caller ([Meta]) belong to one call: with them every call fails with
// kind request.
//
// Its fields may be changed like those of any [http.Client], and its Transport may be used
// without it. See docs/http-client.md for the few differences.
func (c *Client) HTTP(opts ...CallOption) *http.Client {
	core := coreOf(c)
	if core == nil {
		return &http.Client{Transport: engine.Refusing{}}
	}
	return core.NewHTTPClient(callconfig.NewShared("HTTP", opts))
}

// Close ends the client: further calls fail with kind closed, and idle connections are
// closed. Calls in flight finish, but do not wait for a retry or in a queue of the
// client. Copies made by With stay open. Close may be called again, and returns nil.
func (c *Client) Close() error {
	core := coreOf(c)
	if core == nil {
		return nil
	}
	core.Close()
	return nil
}

// Shutdown ends the client, as [Client.Close] does, and then waits for the calls in
// flight: until their bodies are read or closed. If ctx ends first, Shutdown returns the
// error of ctx.
func (c *Client) Shutdown(ctx context.Context) error {
	core := coreOf(c)
	if core == nil {
		return nil
	}
	core.Close()
	return core.Settings.Calls.Wait(ctx)
}

// BaseURL returns the URL that [WithBaseURL] was given, "" without one.
func (c *Client) BaseURL() string {
	core := coreOf(c)
	if core == nil {
		return ""
	}
	return core.BaseURL
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
// to 599 included; the body of the response is a stream of any size, which the caller
// closes. The call's timeout covers reading it, unless [Stream] says otherwise.
// Reading the body fails with an [*HTTPError] too. A URL without scheme and host is
// relative to the base URL. A request body that can seek is sent with its length.
func (c *Client) Do(req *http.Request, opts ...CallOption) (*http.Response, error) {
	core := coreOf(c)
	if core == nil {
		engine.CloseBody(req)
		return nil, engine.ErrNoClient
	}
	if req == nil {
		return nil, errNoRequest
	}
	return core.Do(req, callconfig.New(req.Context(), opts))
}

// Doer returns a value with a Do method, for generated clients and SDKs. A status that
// opts do not allow is an error, as through [Client.Do]; for a generated client that
// decodes error bodies itself use [Client.HTTP]. The options hold for every call, and
// those of [CallContext] are added to them. [Meta], [ErrorInto], [Method] and [Resume]
// belong to one call: with them every call fails with kind request.
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
	core := coreOf(d.client)
	if req == nil || core == nil {
		return d.client.Do(req)
	}
	return core.Do(req, d.options.Over(req.Context()))
}

// R begins a request in resty's own fluent way, with the whole chain beneath it. A status
// of 400 to 599 that is not allowed is an error, and the response is returned with it.
// The request may be executed more than once; each time is a call of its own. See
// docs/migration.md for the features of resty that work here.
func (c *Client) R(ctx context.Context, opts ...CallOption) *resty.Request {
	core := coreOf(c)
	if core == nil {
		return restyadapter.NoClient()
	}
	if ctx == nil {
		ctx = context.Background()
	}
	return core.Resty.NewRequest(ctx, callconfig.New(ctx, opts))
}

// Setting is a setting that is in force. Name is its name in a presets file
// ("attempt_timeout", "headers.Accept") if such files have the setting. Value is for
// people, and has no secret. Origin is "default", the name of the preset that has set the
// value ("Standard" for [Standard]), or the option ("WithTimeout").
type Setting struct{ Name, Value, Origin string }

// Settings returns the settings that are in force, and where each comes from. The command
// "outbound explain" prints the same for a preset of a file, with lines of the file in the
// place of options.
func (c *Client) Settings() []Setting {
	core := coreOf(c)
	if core == nil {
		return nil
	}
	var all []Setting
	for _, setting := range core.ListSettings() {
		all = append(all, Setting(setting))
	}
	return all
}
