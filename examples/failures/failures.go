package main

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/oauth"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/retry"
)

// failure is one of the twenty.
type failure struct {
	name    string
	options func(*servers) []outbound.Option
	call    func(context.Context, *outbound.Client, *servers) error
}

// Invoice is what the caller wants of the server.
type Invoice struct {
	ID int `json:"id"`
}

// get is a typed call.
func get(path string, opts ...outbound.CallOption) func(context.Context, *outbound.Client, *servers) error {
	return func(ctx context.Context, c *outbound.Client, _ *servers) error {
		opts := append([]outbound.CallOption{outbound.Query("token", secret), outbound.Operation("get invoice")}, opts...)
		_, err := outbound.Get[Invoice](ctx, c, path, opts...)
		return err
	}
}

// post sends a body, which the server must not get twice.
func post(path string) func(context.Context, *outbound.Client, *servers) error {
	return func(ctx context.Context, c *outbound.Client, _ *servers) error {
		_, err := outbound.Post[Invoice](ctx, c, path, Invoice{7}, outbound.Operation("create invoice"))
		return err
	}
}

// within is a call whose caller has a deadline.
func within(d time.Duration, call func(context.Context, *outbound.Client, *servers) error) func(context.Context, *outbound.Client, *servers) error {
	return func(ctx context.Context, c *outbound.Client, s *servers) error {
		ctx, cancel := context.WithTimeout(ctx, d)
		defer cancel()
		return call(ctx, c, s)
	}
}

func with(opts ...outbound.Option) func(*servers) []outbound.Option {
	return func(*servers) []outbound.Option { return opts }
}

func failures() []failure {
	const ms = time.Millisecond
	return []failure{
		{"A server that does not run", func(s *servers) []outbound.Option { return []outbound.Option{outbound.WithBaseURL(s.closed)} }, get("/invoices/7")},
		{"A name that does not exist", func(s *servers) []outbound.Option {
			return []outbound.Option{outbound.WithBaseURL("http://billing.example"), outbound.WithResolver(s.resolver())}
		}, get("/invoices/7")},
		{"A server that is overloaded", nil, get("/status/503")},
		{"An invoice that does not exist", nil, get("/status/404")},
		{"A server that asks for a long pause", nil, get("/pause")},
		{"A POST whose connection breaks", nil, post("/reset")},
		{"A server that does not answer", with(outbound.WithAttemptTimeout(200 * ms)), get("/silent", outbound.Retry(retry.Policy{Attempts: 2, Wait: retry.Constant(20 * ms), Jitter: retry.NoJitter}))},
		{"A body that stalls", with(outbound.WithBodyIdleTimeout(200 * ms)), get("/half", outbound.NoRetry())},
		{"A body that is cut off", nil, get("/cut", outbound.NoRetry())},
		{"No time for another attempt", with(outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Second), Jitter: retry.NoJitter})), within(900*ms, get("/status/503"))},
		{"A deadline that passes", nil, within(150*ms, post("/silent"))},
		{"A caller that cancels", nil, func(ctx context.Context, c *outbound.Client, s *servers) error {
			ctx, cancel := context.WithCancelCause(ctx)
			defer time.AfterFunc(100*ms, func() { cancel(errors.New("the user has closed the page")) }).Stop()
			return get("/silent")(ctx, c, s)
		}},
		{"A certificate of a private authority", func(s *servers) []outbound.Option { return []outbound.Option{outbound.WithBaseURL(s.tls.URL)} }, get("/invoices/7")},
		{"A proxy that wants credentials", func(s *servers) []outbound.Option {
			return []outbound.Option{outbound.WithBaseURL("https://billing.example"), outbound.WithProxy(s.proxy.URL)}
		}, get("/invoices/7")},
		{"A redirect that would take the body to another origin", nil, post("/away")},
		{"A redirect loop", with(outbound.WithMaxRedirects(3)), get("/loop")},
		{"A response that is too large", with(outbound.WithMaxResponseBytes(32 << 10)), get("/big")},
		{"A page in place of JSON", nil, get("/page")},
		{"A token request that fails", func(s *servers) []outbound.Option {
			source := oauth.ClientCredentials(clientcredentials.Config{ClientID: "invoice-service", ClientSecret: secret, TokenURL: s.web.URL + "/token"})
			return []outbound.Option{outbound.WithAuth(auth.Tokens(source))}
		}, post("/invoices")},
		{"A circuit breaker that is open", with(outbound.WithBreaker(breaker.Policy{Consecutive: 1, MinRow: time.Nanosecond, OpenFor: time.Minute, Rand: func() float64 { return 0.5 }}), outbound.WithRetry(retry.Policy{Attempts: 1})), thrice(get("/status/503"))},
	}
}

// thrice makes the call three times. The first two open the breaker.
func thrice(call func(context.Context, *outbound.Client, *servers) error) func(context.Context, *outbound.Client, *servers) error {
	return func(ctx context.Context, c *outbound.Client, s *servers) error {
		_, _ = call(ctx, c, s), call(ctx, c, s)
		return call(ctx, c, s)
	}
}

// large is a body of n bytes.
func large(n int) string { return strings.Repeat("x", n) }

func status(w http.ResponseWriter, code int, body string) {
	w.WriteHeader(code)
	_, _ = w.Write([]byte(body))
}
