// Package logging writes the calls of a client to zerolog or log/slog: one line per
// call, when its body is finished; one per retry, at info; two per attempt and one
// per followed redirect, at debug; one per deprecated resource, at warn.
//
//	client, err := outbound.New(
//		outbound.WithBaseURL("https://api.example.com"),
//		outbound.WithLogger(zerolog.New(os.Stderr), logging.Slow(2*time.Second)),
//	)
//
// What is logged: [Level], [Attempts] and [Slow] choose levels, [Sample] leaves
// successes out, [Params], [Headers], [Bodies] and [Curl] show more of a request.
// Where it goes: [Console] is a writer for people, [Slog] a bridge to log/slog.
// [Logger] is for the client itself.
//
// docs/logging.md has a table of the fields with their types and units. No line holds
// a secret: values of fields are written from an allow-list, values of a query or a
// body only on request, and values with a sensitive name never.
package logging
