// Package coding adds the content codings zstd and br to a client:
//
//	outbound.New(coding.Zstd(), coding.Brotli())
//
// Both are asked for in Accept-Encoding beside gzip, and bodies in them are decoded
// as those in gzip are: R and the typed calls read at most
// [outbound.WithMaxResponseBytes] of the decoded body and fail with the kind
// too_large beyond it. Do, HTTP and streams decode while the caller reads, and have
// no such limit. A body that is not in its coding has the kind body, and the
// request is not repeated. That of a body that was cut off is repeated as it is for
// any other body.
//
// The options may be shared by clients and used concurrently. Bodies are decoded in
// Read: no goroutine is started. Closing the body closes the decoder.
package coding
