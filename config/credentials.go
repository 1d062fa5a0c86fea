package config

import "golang.org/x/oauth2"

// authEntry is an auth.Scheme and the origins that it is for.
type authEntry struct {
	Basic             *basic             `key:"basic" one:"scheme" doc:"User and password."`
	Bearer            *string            `key:"bearer" as:"secret" one:"scheme" doc:"A token that stays the same while the program runs."`
	Token             *token             `key:"token" one:"scheme" doc:"A bearer token that is read again when it changes or is refused."`
	ClientCredentials *clientCredentials `key:"client_credentials" one:"scheme" doc:"An OAuth2 token for the service's own ID and secret, fetched through the preset's proxy and TLS settings."`
	Digest            *basic             `key:"digest" one:"scheme" doc:"User and password for a server that asks by Digest; the password is never sent."`
	APIKey            *apiKey            `key:"api_key" one:"scheme" doc:"A key in a header."`
	QueryKey          *queryKey          `key:"query_key" one:"scheme" doc:"A key in the query. Prefer a header: addresses end up in logs."`
	HMAC              *hmac              `key:"hmac" one:"scheme" doc:"A signature over the request, made with a secret that is never sent."`
	Netrc             *string            `key:"netrc" as:"text" one:"scheme" doc:"A netrc file with user and password per host."`
	Origins           []string           `key:"origins" as:"name" default:"the base URL's" doc:"Where the credentials may go: https://host[:port] or https://*.example.com."`
}

type basic struct {
	User     string `key:"user" as:"text" need:"true" doc:"The user."`
	Password string `key:"password" as:"secret" need:"true" doc:"The password."`
}

type token struct {
	Env  *string `key:"env" as:"name" one:"source" doc:"The name of the environment variable that holds the token."`
	File *string `key:"file" as:"text" one:"source" doc:"The file that holds the token."`
}

type clientCredentials struct {
	TokenURL string            `key:"token_url" as:"address" need:"true" doc:"The token endpoint."`
	ID       string            `key:"client_id" as:"text" need:"true" doc:"The service's ID."`
	Secret   string            `key:"client_secret" as:"secret" need:"true" doc:"The service's secret."`
	Scopes   []string          `key:"scopes" as:"name" default:"none" doc:"What the token is to be good for."`
	Style    *oauth2.AuthStyle `key:"auth_style" as:"style" default:"auto" doc:"Where the endpoint takes ID and secret: in the header or among the params. auto tries."`
}

type apiKey struct {
	Header string `key:"header" as:"name" need:"true" doc:"The field."`
	Key    string `key:"key" as:"secret" need:"true" doc:"The key."`
}

type queryKey struct {
	Param string `key:"param" as:"name" need:"true" doc:"The parameter."`
	Key   string `key:"key" as:"secret" need:"true" doc:"The key."`
}

type hmac struct {
	KeyID   string   `key:"key_id" as:"name" need:"true" doc:"What the server knows the secret by."`
	Secret  string   `key:"secret" as:"secret" need:"true" doc:"The secret."`
	Headers []string `key:"headers" as:"name" default:"none" doc:"Fields that are signed on top of the host."`
}

// fieldName is the name of a header field, or off.
type fieldName struct {
	Off  bool   `word:"off"`
	Name string `text:"true" as:"name" doc:"The name of the field."`
}
