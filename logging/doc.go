// Package logging writes what a client does to zerolog: one line per call, when
// its body is finished; one per retry, at info; two per attempt and one per
// redirect that is followed, at debug.
//
//	client, err := outbound.New(
//		outbound.WithBaseURL("https://api.example.com"),
//		outbound.WithLogger(zerolog.New(os.Stderr), logging.Slow(2*time.Second)),
//	)
//
// The fields of the lines, their types and units are a table in docs/logging.md.
// No line holds a secret: values of headers are printed from a list of allowed
// ones, those of a query or a body only on request, and the sensitive ones never.
package logging
