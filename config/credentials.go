package config

// authEntry is an auth.Scheme and the origins that it is for.
type authEntry struct {
	Basic             *basic             `key:"basic" one:"scheme" doc:"User and password."`
	Bearer            *Secret            `key:"bearer" one:"scheme" doc:"A token that stays the same while the program runs."`
	Token             *token             `key:"token" one:"scheme" doc:"A bearer token that is read again when it changes or is refused."`
	ClientCredentials *clientCredentials `key:"client_credentials" one:"scheme" doc:"An OAuth2 token for the service's own ID and secret, fetched through the preset's proxy and TLS settings."`
	Digest            *basic             `key:"digest" one:"scheme" doc:"User and password for a server that asks by Digest; the password is never sent."`
	APIKey            *apiKey            `key:"api_key" one:"scheme" doc:"A key in a header."`
	QueryKey          *queryKey          `key:"query_key" one:"scheme" doc:"A key in the query. Prefer a header: addresses end up in logs."`
	HMAC              *hmac              `key:"hmac" one:"scheme" doc:"A signature over the request, made with a secret that is never sent."`
	Netrc             *Text              `key:"netrc" one:"scheme" doc:"A netrc file with user and password per host."`
	Origins           []Name             `key:"origins" default:"the base URL's" doc:"Where the credentials may go: https://host[:port] or https://*.example.com."`
}

type basic struct {
	User     Text   `key:"user" need:"true" doc:"The user."`
	Password Secret `key:"password" need:"true" doc:"The password."`
}

type token struct {
	Env  *Name `key:"env" one:"source" doc:"The name of the environment variable that holds the token."`
	File *Text `key:"file" one:"source" doc:"The file that holds the token."`
}

type clientCredentials struct {
	TokenURL Text   `key:"token_url" need:"true" doc:"The token endpoint."`
	ID       Text   `key:"client_id" need:"true" doc:"The service's ID."`
	Secret   Secret `key:"client_secret" need:"true" doc:"The service's secret."`
	Scopes   []Name `key:"scopes" default:"none" doc:"What the token is to be good for."`
	Style    *Style `key:"auth_style" default:"auto" doc:"Where the endpoint takes ID and secret: in the header or among the params. auto tries."`
}

type apiKey struct {
	Header Name   `key:"header" need:"true" doc:"The field."`
	Key    Secret `key:"key" need:"true" doc:"The key."`
}

type queryKey struct {
	Param Name   `key:"param" need:"true" doc:"The parameter."`
	Key   Secret `key:"key" need:"true" doc:"The key."`
}

type hmac struct {
	KeyID   Name   `key:"key_id" need:"true" doc:"What the server knows the secret by."`
	Secret  Secret `key:"secret" need:"true" doc:"The secret."`
	Headers []Name `key:"headers" default:"none" doc:"Fields that are signed on top of the host."`
}

// proxy is WithProxy or WithoutProxy.
type proxy struct {
	None        bool `word:"none"`
	Environment bool `word:"environment"`
	URL         Text `text:"true" doc:"http://host:port, https://host:port or socks5://host:port."`
}

type keyPair struct {
	Cert Text `key:"cert" need:"true" doc:"PEM file of the certificate and its chain."`
	Key  Text `key:"key" need:"true" doc:"PEM file of the key."`
}

// requestID is WithRequestID.
type requestID struct {
	Off    bool `word:"off"`
	Header Name `text:"true" doc:"The name of the field."`
}
