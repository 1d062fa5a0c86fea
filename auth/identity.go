package auth

import "net/http"

// Identifier is a [Scheme] that knows whom its credentials stand for, so that
// answers to one identity are never given to another: [Basic], [Bearer],
// [APIKey], [QueryKey], [HMAC] and [Tokens] are, [Func] and [Netrc] are not.
type Identifier interface {
	// Identity is a name for the credentials that req would be sent with: a hash
	// of them, or a text chosen at random, never the secret itself. ok is false
	// if that is not known. Credentials that the caller set in req win over the
	// scheme's and are not part of the name.
	Identity(req *http.Request) (id string, ok bool)
}

// Identify is the identity of the credentials that the layer of these bindings
// would add to req: "" if it would add none. ok is false if it would add some and
// their identity is not known.
func Identify(req *http.Request, bindings ...Binding) (id string, ok bool) {
	s := layer(bindings).scheme(req)
	if s == nil {
		return "", true
	}
	if i, known := s.(Identifier); known {
		return i.Identity(req)
	}
	return "", false
}
