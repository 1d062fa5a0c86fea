package oauth

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"golang.org/x/oauth2"

	"example.com/outbound/auth"
)

var errNoRefresh = errors.New("the refresh token is empty")

// RefreshToken obtains tokens with a refresh token (RFC 6749, section 6), one
// request at a time. An endpoint may answer with another refresh token in its
// place: that is used from then on, and rotated is told of it, to keep it for the
// next start; nil if that is not wanted. cfg is copied.
func RefreshToken(cfg oauth2.Config, refreshToken string, rotated func(string), opts ...Option) auth.TokenSource {
	cfg.Scopes = slices.Clone(cfg.Scopes)
	e := newEndpoint(cfg.Endpoint.TokenURL, cfg.ClientID, cfg.ClientSecret, opts)
	if refreshToken == "" {
		e.problem = cmp.Or(e.problem, errNoRefresh)
	}
	current := make(chan string, 1) // holds the refresh token while no request uses it
	current <- refreshToken
	return func(ctx context.Context) (auth.Token, error) {
		var refresh string
		select {
		case refresh = <-current:
		case <-ctx.Done():
			return auth.Token{}, ctx.Err()
		}
		defer func() { current <- refresh }()
		return e.token(ctx, func(ctx context.Context) (*oauth2.Token, error) {
			tok, err := cfg.TokenSource(ctx, &oauth2.Token{RefreshToken: refresh}).Token()
			if err == nil && tok.RefreshToken != "" && tok.RefreshToken != refresh {
				refresh = tok.RefreshToken
				if rotated != nil {
					rotated(refresh)
				}
			}
			return tok, err
		}, &refresh)
	}
}
