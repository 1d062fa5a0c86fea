package config

import (
	"net/http"

	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/digest"
	"example.com/outbound/auth/oauth"
)

// scheme is the auth.Scheme of the entry. t makes the requests of its own.
func (a *authEntry) scheme(r *resolver, t transport, shared *parts) auth.Scheme {
	switch {
	case a.Basic != nil:
		return auth.Basic(r.text(a.Basic.User), r.text(a.Basic.Password))
	case a.Bearer != nil:
		return auth.Bearer(r.text(*a.Bearer))
	case a.Token != nil && a.Token.Env != nil:
		return auth.Tokens(auth.Env(*a.Token.Env))
	case a.Token != nil:
		return auth.Tokens(auth.File(r.path(*a.Token.File)))
	case a.ClientCredentials != nil:
		return a.ClientCredentials.scheme(r, t, shared)
	case a.Digest != nil:
		return digest.New(r.text(a.Digest.User), r.text(a.Digest.Password))
	case a.APIKey != nil:
		return auth.APIKey(a.APIKey.Header, r.text(a.APIKey.Key))
	case a.QueryKey != nil:
		return auth.QueryKey(a.QueryKey.Param, r.text(a.QueryKey.Key))
	case a.HMAC != nil:
		return auth.HMAC(a.HMAC.KeyID, r.bytes(a.HMAC.Secret), a.HMAC.Headers...)
	}
	return auth.Netrc(r.path(*a.Netrc))
}

// scheme fetches tokens over the same proxy and with the same authorities as the
// preset's own calls. Each connection is closed after the fetch: a token needs one
// fetch only, and the client of the preset could not close the connection later.
func (c *clientCredentials) scheme(r *resolver, t transport, shared *parts) auth.Scheme {
	settings := *c
	settings.TokenURL = r.address("token_url", c.TokenURL, "https", "http")
	settings.ID, settings.Secret = r.text(c.ID), r.text(c.Secret)
	return shared.tokensOf(settings, t.base, func() auth.Scheme {
		var opts []oauth.Option
		once := outbound.WithTransportConfig(func(t *http.Transport) { t.DisableKeepAlives = true })
		if client, err := outbound.New(t.option, once); err == nil { // else the preset's own client has the error
			opts = append(opts, oauth.HTTPClient(&http.Client{Transport: client.HTTP().Transport}))
		}
		return auth.Tokens(oauth.ClientCredentials(clientcredentials.Config{
			ClientID:     settings.ID,
			ClientSecret: settings.Secret,
			TokenURL:     settings.TokenURL,
			Scopes:       settings.Scopes,
			AuthStyle:    or(settings.Style),
		}, opts...))
	})
}
