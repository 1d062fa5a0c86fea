// Package limit keeps a client from sending more than an origin takes: [Rate]
// limits the requests per time, [Concurrency] the requests at a time, and [Gate]
// does what the server itself asks for.
//
// All three let callers wait, first come, first served. A caller that could not
// get its turn in time is refused at once with the kind
// [example.com/outbound/httperror.Limited], and takes nothing. A caller that
// leaves while it waits gives its place to those behind it.
//
// [example.com/outbound.WithRateLimit] and its siblings put them into a client. A
// [Store] shares a rate among processes; package redislimit has one. [Limiter],
// [Semaphore] and [Holds] are the state of the three, for the client itself.
package limit
