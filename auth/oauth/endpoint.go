package oauth

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"example.com/outbound/auth"
	"example.com/outbound/internal/redact"
)

// Waits between two tries: firstWait doubled each time, half of it by chance, or
// what the endpoint asks if that is no more than maxAsked.
const (
	firstWait = 200 * time.Millisecond
	maxAsked  = 5 * time.Second
)

// endpoint asks a token endpoint.
type endpoint struct {
	url     string
	hidden  *strings.Replacer // hides the client's secret
	client  *http.Client
	tries   int
	timeout time.Duration
}

func newEndpoint(url, secret string, opts []Option) *endpoint {
	e := &endpoint{url: redact.RawURL(url), hidden: hiding(secret), tries: DefaultTries, timeout: DefaultTimeout}
	for _, o := range opts {
		o(e)
	}
	return e
}

// token asks by means of fetch until a token comes or there is no use in going
// on. fetch finds the client to use in its context.
func (e *endpoint) token(ctx context.Context, fetch func(context.Context) (*oauth2.Token, error)) (auth.Token, error) {
	ctx = context.WithValue(ctx, oauth2.HTTPClient, e.clientFor(ctx))
	for n := 1; ; n++ {
		tok, err := e.try(ctx, fetch)
		if err == nil {
			return tok, nil
		}
		failure := e.failure(err)
		wait := firstWait << (n - 1)
		wait = max(wait/2+rand.N(wait/2), failure.RetryAfter)
		if n >= e.tries || !transient(failure) || failure.RetryAfter > maxAsked || !sleep(ctx, wait) {
			return auth.Token{}, failure
		}
	}
}

// try asks once. The life of a token counts from the question: what the endpoint
// took to answer is gone.
func (e *endpoint) try(ctx context.Context, fetch func(context.Context) (*oauth2.Token, error)) (auth.Token, error) {
	if e.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, e.timeout)
		defer cancel()
	}
	asked := time.Now()
	tok, err := fetch(ctx)
	if over := ctx.Err(); over != nil && errors.Is(err, over) {
		return auth.Token{}, tooSlow{time.Since(asked).Round(time.Millisecond)}
	}
	if err != nil {
		return auth.Token{}, err
	}
	out := tokenOf(tok)
	if !out.Expiry.IsZero() {
		out.Expiry = out.Expiry.Add(-time.Since(asked))
	}
	return out, nil
}

// clientFor is a copy of the client that follows no redirect.
func (e *endpoint) clientFor(ctx context.Context) *http.Client {
	c := http.DefaultClient
	if fromCtx, ok := ctx.Value(oauth2.HTTPClient).(*http.Client); ok && fromCtx != nil {
		c = fromCtx
	}
	if e.client != nil {
		c = e.client
	}
	own := *c
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// sleep waits for d, if ctx lives that long.
func sleep(ctx context.Context, d time.Duration) bool {
	if at, ok := ctx.Deadline(); ok && time.Until(at) <= d {
		return false
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// tokenOf is tok as this house has it.
func tokenOf(tok *oauth2.Token) auth.Token {
	return auth.Token{Value: tok.AccessToken, Type: tok.TokenType, Expiry: tok.Expiry}
}
