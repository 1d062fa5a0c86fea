// Package oauth has token sources for [auth.Tokens] on golang.org/x/oauth2:
// client credentials, client assertions, and whatever else that package can
// obtain.
//
//	auth.Tokens(oauth.ClientCredentials(clientcredentials.Config{
//		ClientID:     "billing",
//		ClientSecret: secret,
//		TokenURL:     "https://login.example.com/token",
//	}))
//
// The sources fetch a token each time they are asked; auth.Tokens keeps it. They
// never follow a redirect, which would take the client's secret along, and give
// an endpoint that fails three tries, each with a bound of its own. What fails
// is an *httperror.Error of kind auth with the status of the endpoint and an
// [*Error] inside, never the page that came with it.
package oauth
