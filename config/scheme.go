package config

import (
	"net/http"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/digest"
	"example.com/outbound/auth/oauth"
)

// scheme is the auth.Scheme of the entry. transport are the options for requests
// that it makes itself.
func (a *authEntry) scheme(r *resolver, transport outbound.Option) auth.Scheme {
	switch {
	case a.Basic != nil:
		return auth.Basic(r.text(a.Basic.User), r.secret(a.Basic.Password))
	case a.Bearer != nil:
		return auth.Bearer(r.secret(*a.Bearer))
	case a.Token != nil && a.Token.Env != nil:
		return auth.Tokens(auth.Env(string(*a.Token.Env)))
	case a.Token != nil:
		return auth.Tokens(auth.File(r.paths([]Text{*a.Token.File})[0]))
	case a.ClientCredentials != nil:
		return auth.Tokens(a.ClientCredentials.source(r, transport))
	case a.Digest != nil:
		return digest.New(r.text(a.Digest.User), r.secret(a.Digest.Password))
	case a.APIKey != nil:
		return auth.APIKey(string(a.APIKey.Header), r.secret(a.APIKey.Key))
	case a.QueryKey != nil:
		return auth.QueryKey(string(a.QueryKey.Param), r.secret(a.QueryKey.Key))
	case a.HMAC != nil:
		return auth.HMAC(string(a.HMAC.KeyID), []byte(r.secret(a.HMAC.Secret)), texts(a.HMAC.Headers)...)
	}
	return auth.Netrc(r.paths([]Text{*a.Netrc})[0])
}

var authStyles = map[Style]oauth2.AuthStyle{
	"": oauth2.AuthStyleAutoDetect, "auto": oauth2.AuthStyleAutoDetect,
	"header": oauth2.AuthStyleInHeader, "params": oauth2.AuthStyleInParams,
}

// source fetches tokens over the same proxy and with the same authorities as the
// preset's own calls.
func (c *clientCredentials) source(r *resolver, transport outbound.Option) auth.TokenSource {
	var opts []oauth.Option
	if client, err := outbound.New(transport); err == nil { // else the preset's own client has the error
		opts = append(opts, oauth.HTTPClient(&http.Client{Transport: client.HTTP().Transport}))
	}
	return oauth.ClientCredentials(clientcredentials.Config{
		ClientID:     r.text(c.ID),
		ClientSecret: r.secret(c.Secret),
		TokenURL:     r.address(c.TokenURL),
		Scopes:       texts(c.Scopes),
		AuthStyle:    authStyles[or(c.Style)],
	}, opts...)
}
