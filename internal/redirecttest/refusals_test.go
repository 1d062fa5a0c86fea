package redirecttest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// sender sends a body through an entry point: verb, URL, options.
type sender func(c *outbound.Client, method, url string, body io.Reader, opts ...outbound.CallOption) error

func senders(ctx context.Context) map[string]sender {
	raw := func(send func(*outbound.Client, *http.Request) (*http.Response, error)) sender {
		return func(c *outbound.Client, method, to string, body io.Reader, opts ...outbound.CallOption) error {
			u, err := url.Parse(to)
			if err != nil {
				u = &url.URL{Scheme: "https", Host: "a.example", Opaque: to}
			}
			rc, ok := body.(io.ReadCloser)
			if !ok {
				rc = io.NopCloser(body)
			}
			req := (&http.Request{Method: method, URL: u, Header: http.Header{}, Body: rc, ContentLength: -1}).WithContext(outbound.CallContext(ctx, opts...))
			resp, err := send(c, req)
			if err == nil {
				_ = resp.Body.Close()
			}
			return err
		}
	}
	return map[string]sender{
		"Call": func(c *outbound.Client, method, to string, body io.Reader, opts ...outbound.CallOption) error {
			_, err := outbound.Call[string](ctx, c, method, to, body, opts...)
			return err
		},
		"Post": func(c *outbound.Client, _, to string, body io.Reader, opts ...outbound.CallOption) error {
			_, err := outbound.Post[struct{}](ctx, c, to, body, opts...)
			return err
		},
		"Put": func(c *outbound.Client, _, to string, body io.Reader, opts ...outbound.CallOption) error {
			_, err := outbound.Put[[]byte](ctx, c, to, body, opts...)
			return err
		},
		"R": func(c *outbound.Client, method, to string, body io.Reader, opts ...outbound.CallOption) error {
			_, err := c.R(ctx, opts...).SetBody(body).Execute(method, to)
			return err
		},
		"Do": raw(func(c *outbound.Client, req *http.Request) (*http.Response, error) { return c.Do(req) }),
		"HTTP": raw(func(c *outbound.Client, req *http.Request) (*http.Response, error) {
			if c == nil {
				return nil, errors.Join(req.Body.Close(), errors.New("no client"))
			}
			return c.HTTP().Do(req)
		}),
		"RoundTrip": raw(func(c *outbound.Client, req *http.Request) (*http.Response, error) {
			if c == nil {
				return nil, errors.Join(req.Body.Close(), errors.New("no client"))
			}
			return c.HTTP().Transport.RoundTrip(req)
		}),
	}
}

func TestTheBodyOfACallThatIsRefusedStayedOpen(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	fixed := func(ctx context.Context) func(string) sender {
		return func(entry string) sender { return senders(ctx)[entry] }
	}
	for name, tt := range map[string]struct {
		with        func(string) sender
		client      []outbound.Option
		method, url string
		opts        []outbound.CallOption
		only        string // the entry points it is an error at, "" = all
	}{
		"a parameter without a value": {fixed(t.Context()), nil, "POST", "https://a.example/{id}", []outbound.CallOption{outbound.PathParam("other", "1")}, "Call Post Put R"},
		"no base URL":                 {fixed(t.Context()), nil, "POST", "/x", nil, ""},
		"a bad verb":                  {fixed(t.Context()), nil, "PO ST", "https://a.example/", nil, "Call R Do HTTP RoundTrip"},
		"a bad field":                 {fixed(t.Context()), nil, "POST", "https://a.example/", []outbound.CallOption{outbound.Header("X Y", "1")}, ""},
		"another scheme":              {fixed(t.Context()), nil, "POST", "ftp://a.example/", nil, ""},
		"a context that has ended":    {fixed(ended), nil, "POST", "https://a.example/", nil, ""},
		"a base that fails":           {fixed(t.Context()), []outbound.Option{outbound.WithRetry(retry.Policy{})}, "POST", "https://refused.example/", nil, ""},
		"a layer that refuses": {fixed(t.Context()), []outbound.Option{outbound.WithLayer(middleware.PerCall, "no", func(http.RoundTripper) http.RoundTripper {
			return middleware.Func(func(req *http.Request) (*http.Response, error) {
				return nil, errors.Join(req.Body.Close(), errors.New("no"))
			})
		})}, "POST", "https://a.example/", nil, ""},
	} {
		for entry := range senders(t.Context()) {
			if tt.only != "" && !strings.Contains(" "+tt.only+" ", " "+entry+" ") {
				continue
			}
			t.Run(name+", "+entry, func(t *testing.T) {
				base := middleware.Func(func(req *http.Request) (*http.Response, error) {
					return testkit.Script(testkit.Refused()).RoundTrip(req)
				})
				body := testkit.NewBody(strings.NewReader("text"))
				err := tt.with(entry)(doortest.NewClient(t, append([]outbound.Option{outbound.WithMockTransport(base)}, tt.client...)...), tt.method, tt.url, body, tt.opts...)
				if _, ok := errors.AsType[*outbound.HTTPError](err); !ok && !strings.HasPrefix(entry, "HTTP") {
					t.Errorf("got %v, want an *HTTPError", err)
				}
				if err == nil {
					t.Error("got no error")
				}
				body.WantClosed(t)
			})
		}
	}
	for entry, send := range senders(t.Context()) {
		for name, c := range map[string]*outbound.Client{"nil": nil, "zero": {}} {
			body := testkit.NewBody(strings.NewReader("text"))
			if entry == "HTTP" || entry == "RoundTrip" {
				if c == nil {
					continue
				}
			}
			if err := send(c, "POST", "https://a.example/", body); err == nil {
				t.Errorf("%s client, %s: got no error", name, entry)
			}
			if body.Closes() == 0 {
				t.Errorf("%s client, %s: the body was not closed", name, entry)
			}
		}
	}
}

func TestABodyThatIsANilPointerPanicked(t *testing.T) {
	c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "ok"))))
	for name, body := range map[string]any{
		"bytes.Buffer": (*bytes.Buffer)(nil), "bytes.Reader": (*bytes.Reader)(nil), "strings.Reader": (*strings.Reader)(nil),
		"io.PipeReader": (*io.PipeReader)(nil), "io.LimitedReader": (*io.LimitedReader)(nil),
	} {
		_, err := outbound.Post[string](t.Context(), c, doortest.Get().URL, body)
		if e := doortest.WantKind(t, err, httperror.Request); e.Attempts != 0 {
			t.Errorf("%s: got %d attempts, want none", name, e.Attempts)
		}
	}
}

func TestARequestWithoutAURLPanicked(t *testing.T) {
	c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "ok"))))
	bare, err := retry.New(retry.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	for name, rt := range map[string]http.RoundTripper{"a client": c.HTTP().Transport, "retry alone": bare(testkit.Script(testkit.Text(200, "ok")))} {
		for what, req := range map[string]*http.Request{
			"empty": {}, "no header": {URL: &url.URL{Scheme: "https", Host: "a.example"}}, "no URL": {Method: "GET", Header: http.Header{}},
		} {
			resp, err := rt.RoundTrip(req)
			if err == nil {
				t.Errorf("%s, %s: got %v, want an error", name, what, resp)
			}
		}
	}
}

type ownBase struct{ http.RoundTripper }

func TestABaseThatIsANilPointerWasReplacedByTheNetwork(t *testing.T) {
	for name, option := range map[string]func(http.RoundTripper) outbound.Option{"WithTransport": outbound.WithTransport, "WithMockTransport": outbound.WithMockTransport} {
		for what, rt := range map[string]http.RoundTripper{"ours": (*ownBase)(nil), "net/http's": (*http.Transport)(nil), "a function": middleware.Func(nil)} {
			if c, err := outbound.New(option(rt)); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s, %s: got %v, %v, want an error that names the option", name, what, c, err)
			}
		}
	}
}

func TestABaseURLWithAQueryOrAFragmentWasAccepted(t *testing.T) {
	for _, base := range []string{"https://h.example/api?", "https://h.example/api#", "https://h.example?", "https://h.example#", "https://h.example/?a=b", "https://h.example/#a", "https://h.example/a?#"} {
		if _, err := outbound.New(outbound.WithBaseURL(base)); err == nil || !strings.Contains(err.Error(), "WithBaseURL") {
			t.Errorf("%s: got %v, want an error that names the option", base, err)
		}
		c := doortest.NewClient(t)
		if _, err := c.With(outbound.WithBaseURL(base)); err == nil {
			t.Errorf("With, %s: got no error", base)
		}
	}
}

func TestTheSecretsInAForeignErrorWerePrinted(t *testing.T) {
	texts := []string{
		"dial https://user:" + doortest.Canary + "@h.example/?access_token=" + doortest.Canary + " failed",
		"refused: Authorization: Bearer " + doortest.Canary,
		`cannot send {"password":"` + doortest.Canary + `"}`,
		"password=" + doortest.Canary + "&user=me was refused",
	}
	for _, text := range texts {
		for how, cause := range map[string]error{"bare": errors.New(text), "wrapped": fmt.Errorf("the tunnel: %w", errors.New(text)), "joined": errors.Join(io.EOF, errors.New(text))} {
			doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
				var log bytes.Buffer
				c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Fail(cause))), outbound.WithLogger(zerolog.New(&log)))
				_, err := d.Call(t.Context(), c, doortest.Get())
				var all []string
				for e := err; e != nil; e = errors.Unwrap(e) {
					all = append(all, e.Error())
				}
				if shown := strings.Join(all, "\n") + fmt.Sprintf("%+v", err) + log.String(); strings.Contains(shown, doortest.Canary) {
					t.Errorf("%s: got %s", how, shown)
				}
				if !errors.Is(err, cause) {
					t.Errorf("%s: the chain has lost the cause", how)
				}
			})
		}
	}
}
