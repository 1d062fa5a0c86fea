package outbound

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"

	"example.com/outbound/httperror"
)

// HTTPError is a failed call. See package httperror.
type HTTPError = httperror.Error

// Client makes calls. Make one with [New] and share it: it is immutable and safe
// for concurrent use. Calls on a nil or zero Client fail with kind request.
type Client struct{ *core }

// New makes a client. It reports every problem of the options at once (joined,
// as errors.Join does); it reads the files that they name and does no other I/O.
func New(opts ...Option) (*Client, error) {
	cfg := defaults()
	Options(opts...)(&cfg)
	return build(cfg, nil)
}

// With returns a changed copy; c itself never changes. The copy shares the
// connection pool, unless an option changes proxy, TLS or the base, and with the
// pool the state per origin of the policies that no option changes.
func (c *Client) With(opts ...Option) (*Client, error) {
	if c == nil || c.core == nil {
		return nil, errNoClient
	}
	cfg := c.config.clone()
	Options(opts...)(&cfg)
	return build(cfg, c.core)
}

// Chain returns the names of the active layers, outermost first. The last is
// "transport", or "transport (insecure)" when certificates are not checked.
func (c *Client) Chain() []string {
	if c == nil || c.core == nil {
		return nil
	}
	return slices.Clone(c.shown)
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
		return &http.Client{Transport: refusing{}}
	}
	return c.newHTTPClient(sharedOptions("HTTP", opts))
}

// Close ends the client: further calls fail with kind closed, and idle connections are
// closed. Calls in flight finish, but do not wait for a retry or in a queue of the
// client. Copies made by With live on. It may be called again and returns nil.
func (c *Client) Close() error {
	if c == nil || c.core == nil {
		return nil
	}
	c.close.Do(func() {
		close(c.closing)
		c.admit.Close()
	})
	c.closeIdle()
	return nil
}

// Shutdown is [Client.Close], and then waits for the calls in flight, until their
// bodies are read or closed. It returns the error of ctx if that ends first.
func (c *Client) Shutdown(ctx context.Context) error {
	if c == nil || c.core == nil {
		return nil
	}
	_ = c.Close()
	return c.settings.Calls.Wait(ctx)
}

var errNoClient = &HTTPError{Kind: httperror.Request, Delivery: httperror.NotSent, Err: errors.New("the client was not made by New")}

// refusing is the transport of a client that New has not made.
type refusing struct{}

func (refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	closeBody(req)
	return nil, errNoClient
}

// BaseURL returns what [WithBaseURL] was given, or "" without one.
func (c *Client) BaseURL() string {
	if c == nil || c.core == nil {
		return ""
	}
	return c.baseURL
}

// Format prints the client's name and the origin of its base URL, for every verb:
// default headers, credentials and the proxy are never printed.
func (c Client) Format(f fmt.State, verb rune) { c.core.Format(f, verb) }

// LogValue gives package slog what [Client.Format] prints.
func (c Client) LogValue() slog.Value {
	name, base := c.core.shownAs()
	return slog.GroupValue(slog.String("client", name), slog.String("base_url", base))
}

// MarshalJSON writes what [Client.Format] prints.
func (c Client) MarshalJSON() ([]byte, error) {
	name, base := c.core.shownAs()
	return json.Marshal(struct {
		Client  string `json:"client,omitempty"`
		BaseURL string `json:"base_url,omitempty"`
	}{name, base})
}

// Format is [Client.Format], for what holds the core without being a Client, such
// as the transport of [Client.HTTP].
func (c *core) Format(f fmt.State, verb rune) {
	name, base := c.shownAs()
	text := "outbound.Client{" + name
	if name != "" && base != "" {
		text += " "
	}
	text += base + "}"
	if verb == 'q' {
		_, _ = fmt.Fprintf(f, "%q", text)
		return
	}
	_, _ = f.Write([]byte(text))
}

// shownAs is what may be printed of c: its name, and the origin of its base URL.
func (c *core) shownAs() (name, base string) {
	if c == nil {
		return "", ""
	}
	if c.home != nil {
		base = c.home.Scheme + "://" + c.home.Host
	}
	return c.name, base
}
