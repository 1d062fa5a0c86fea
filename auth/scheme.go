// Package auth puts credentials on requests: what a scheme is, the schemes that
// need the standard library only, and the layer that keeps each of them to its
// origins.
//
// A [Scheme] is given to a client with the option WithAuth. The schemes, and what
// they send:
//
//   - [Basic]: user and password
//   - [Bearer]: a fixed token
//   - [APIKey], [QueryKey]: a key, in a header field or in the query
//   - [Tokens]: a token that a [TokenSource] fetches, which is kept, refreshed and
//     replaced after a 401; [File] and [Env] are sources
//   - [HMAC]: a signature over the request
//   - [Netrc]: the user and password that a netrc file has for the host
//   - [Func]: whatever a function writes
//
// Package auth/oauth has token sources on golang.org/x/oauth2, auth/signature the
// message signatures of RFC 9421, auth/digest the scheme Digest, and auth/awssigv4
// the signature of AWS.
//
// A scheme of your own implements [Scheme]; [Challenger], [Identifier] and
// [Validator] are optional. [Origin], [Binding] and [New] are what WithAuth is made
// of. No scheme shows what it holds when it is printed.
package auth

import "net/http"

// Scheme puts credentials on a request. It is safe for concurrent use.
type Scheme interface {
	// Authorize writes to req, which is a copy made for this attempt. Its URL
	// may be replaced, its body read through GetBody. A header that the caller
	// set wins: a scheme leaves it as it is. An error keeps the request from
	// being sent and becomes one of kind auth.
	Authorize(req *http.Request) error
}

// Challenger is a [Scheme] that answers a 401.
type Challenger interface {
	// Challenge is asked once per attempt, after a 401, unless the caller set
	// Authorization. It may read the header of resp, not the body;
	// resp.Request is the request that was sent. With again the request as it
	// was before Authorize is authorized anew and sent once more, if its body
	// can be replayed; that response is final, whatever it is. An error ends
	// the attempt like one of Authorize.
	//
	// A Challenger that has a method Refused(*http.Response) as well is told of
	// a 401 to the request that was sent anew.
	Challenge(resp *http.Response) (again bool, err error)
}
