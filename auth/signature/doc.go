// Package signature signs requests as RFC 9421 (HTTP message signatures) has it,
// with Ed25519, ECDSA, RSA-PSS or HMAC, and verifies them for tests and servers.
// The body is covered by a Content-Digest (RFC 9530).
//
//	client, err := outbound.New(
//		outbound.WithBaseURL("https://api.example.com"),
//		outbound.WithAuth(signature.New("billing-2025", key)),
//	)
//
// Every attempt is signed anew, with its own time and nonce.
package signature
