package oauth

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound/auth"
)

// ClientCredentials obtains tokens with the client's own secret (RFC 6749,
// section 4.4). cfg is copied. Set its AuthStyle where that is known: without,
// the first question is asked twice if the endpoint does not take the secret in
// the header.
func ClientCredentials(cfg clientcredentials.Config, opts ...Option) auth.TokenSource {
	cfg.Scopes, cfg.EndpointParams = slices.Clone(cfg.Scopes), maps.Clone(cfg.EndpointParams)
	e := newEndpoint(cfg.TokenURL, cfg.ClientID, cfg.ClientSecret, opts)
	if cfg.ClientID == "" {
		e.problem = cmp.Or(e.problem, errClientID)
	}
	return func(ctx context.Context) (auth.Token, error) {
		return e.token(ctx, func(ctx context.Context) (*oauth2.Token, error) { return cfg.Token(ctx) })
	}
}
