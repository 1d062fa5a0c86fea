// Storm simulates an outage in virtual time and reports what retries make of
// it: how much more is sent to a server that is down, and how long it takes
// until calls succeed again.
//
//	go run ./internal/storm
//
// writes docs/storm.md and its pictures and prints the report. The model: 500
// clients make one call a second each, whatever became of the one before; the
// server has a queue, first come first served, answers 600 requests a second and
// does not notice that a client has given up; an attempt ends after a second.
// For 20 seconds the server refuses connections, or swallows requests, or lets
// them queue up.
//
// A second simulation halves a server that many callers keep busy, and looks at
// the latency with an adaptive concurrency limit and without.
//
// Nothing of package retry is modelled, nor of the policies of Resilient. A call
// without a breaker is a [retry.Do], whose loop and decision are those of the
// layer, under the policy in question, each client with a budget of its own as each
// made with [outbound.Standard] has; a test holds the policy used for Standard
// against a real client. A call with a breaker is one of a real client made with
// [outbound.Resilient], whose transport is the server.
package main
