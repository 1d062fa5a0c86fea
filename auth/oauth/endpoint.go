package oauth

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/url"
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
	url      string // redacted
	clientID string
	secret   string // of the client
	client   *http.Client
	tries    int
	timeout  time.Duration
	problem  error // why there is no use in asking, nil if there is
}

func newEndpoint(tokenURL, clientID, secret string, opts []Option) *endpoint {
	e := &endpoint{
		url: redact.RawURL(tokenURL), clientID: clientID, secret: secret,
		tries: DefaultTries, timeout: DefaultTimeout, problem: urlProblem(tokenURL),
	}
	for _, o := range opts {
		o(e)
	}
	return e
}

// urlProblem is what is wrong with the address of a token endpoint.
func urlProblem(raw string) error {
	if u, err := url.Parse(raw); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("the token URL is not of the form https://host/path")
	}
	return nil
}

// token asks by means of fetch until a token comes or there is no use in going
// on. fetch finds the client to use in its context. sent are secrets of the last
// request that are hidden in what the endpoint says, as the client's own secret is.
func (e *endpoint) token(ctx context.Context, fetch func(context.Context) (*oauth2.Token, error), sent ...*string) (auth.Token, error) {
	if e.problem != nil {
		return auth.Token{}, e.failure(ownError{e.problem}, nil)
	}
	ctx = context.WithValue(ctx, oauth2.HTTPClient, e.clientFor(ctx))
	for n := 1; ; n++ {
		tok, err := e.try(ctx, fetch)
		if err == nil {
			return tok, nil
		}
		failure := e.failure(err, hiding(e.clientID, e.secret, sent...))
		wait := firstWait << (n - 1)
		wait = max(wait/2+rand.N(wait/2), failure.RetryAfter)
		if n >= e.tries || !transient(failure) || failure.RetryAfter > maxAsked || !sleep(ctx, wait) {
			return auth.Token{}, failure
		}
	}
}

// try asks once. The life of a token counts from the question: the time that the
// endpoint took to answer is part of it.
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

// clientFor is a copy of the client that follows no redirect and reads any shape
// of answer.
func (e *endpoint) clientFor(ctx context.Context) *http.Client {
	c := http.DefaultClient
	if fromCtx, ok := ctx.Value(oauth2.HTTPClient).(*http.Client); ok && fromCtx != nil {
		c = fromCtx
	}
	if e.client != nil {
		c = e.client
	}
	own := *c
	own.Transport = lenient{c.Transport}
	if c.Transport == nil {
		own.Transport = lenient{http.DefaultTransport}
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// sleep waits for d. It reports false, at once, if ctx ends before that.
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

// tokenOf is tok as an [auth.Token].
func tokenOf(tok *oauth2.Token) auth.Token {
	return auth.Token{Value: tok.AccessToken, Type: tok.TokenType, Expiry: tok.Expiry}
}
