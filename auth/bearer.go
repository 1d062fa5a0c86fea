package auth

import "errors"

var errNoToken = errors.New("the bearer token is empty")

// Bearer sends token in the Authorization field (RFC 6750, section 2.1). With an
// empty one, as of a variable that is not set, every request fails. For a token
// that changes see [Tokens].
func Bearer(token string) Scheme {
	if token == "" {
		return failing(errNoToken)
	}
	return header("Authorization", "Bearer "+token)
}
