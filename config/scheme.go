package config

import "example.com/outbound/auth"

// scheme is the auth.Scheme of the entry.
func (a *authEntry) scheme(r *resolver) auth.Scheme {
	switch {
	case a.Basic != nil:
		return auth.Basic(r.text(a.Basic.User), r.secret(a.Basic.Password))
	case a.Bearer != nil:
		return auth.Bearer(r.secret(*a.Bearer))
	case a.Token != nil && a.Token.Env != nil:
		return auth.Tokens(auth.Env(string(*a.Token.Env)))
	case a.Token != nil:
		return auth.Tokens(auth.File(r.paths([]Text{*a.Token.File})[0]))
	case a.APIKey != nil:
		return auth.APIKey(string(a.APIKey.Header), r.secret(a.APIKey.Key))
	case a.QueryKey != nil:
		return auth.QueryKey(string(a.QueryKey.Param), r.secret(a.QueryKey.Key))
	case a.HMAC != nil:
		return auth.HMAC(string(a.HMAC.KeyID), []byte(r.secret(a.HMAC.Secret)), texts(a.HMAC.Headers)...)
	}
	return auth.Netrc(r.paths([]Text{*a.Netrc})[0])
}
