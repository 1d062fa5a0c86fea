// Package signature signs requests as RFC 9421 (HTTP message signatures) has it,
// with Ed25519, ECDSA, RSA-PSS or HMAC, and verifies them for tests and servers.
// The body is covered by a Content-Digest (RFC 9530).
//
//	client, err := outbound.New(
//		outbound.WithBaseURL("https://api.example.com"),
//		outbound.WithAuth(signature.New("billing-2025", key)),
//	)
//
// [New] takes a private key and [HMAC] a shared secret; both sign what
// [DefaultComponents] names unless they are told otherwise. Every attempt is signed
// anew, with its own time and nonce. [Verify] checks a request and returns its
// [Signature].
package signature
