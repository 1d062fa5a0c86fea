package shop

import (
	"context"
	"net/url"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
)

// Catalog is how the catalog is called: it is fast, so nobody waits long for it.
func Catalog(baseURL string) outbound.Option {
	return outbound.Preset("catalog",
		outbound.Standard(),
		outbound.WithBaseURL(baseURL),
		outbound.WithAttemptTimeout(2*time.Second),
	)
}

// Billing is how the billing service is called: with a token, and with a key per
// charge, under which it may be sent again.
func Billing(baseURL string, tokens auth.TokenSource) outbound.Option {
	return outbound.Preset("billing",
		outbound.Standard(),
		outbound.WithBaseURL(baseURL),
		outbound.WithAuth(auth.Tokens(tokens)),
		outbound.WithIdempotencyKeys(),
	)
}

// tokens asks the billing service for tokens.
func tokens(c *outbound.Client, id, secret string) auth.TokenSource {
	return func(ctx context.Context) (auth.Token, error) {
		form := url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}}
		answer, err := outbound.Call[struct {
			Token   string `json:"access_token"`
			Seconds int    `json:"expires_in"`
		}](ctx, c, "POST", "/token", form, outbound.Idempotent(), outbound.Operation("token"))
		if err != nil {
			return auth.Token{}, err
		}
		return auth.Token{Value: answer.Token, Expiry: time.Now().Add(time.Duration(answer.Seconds) * time.Second)}, nil
	}
}
