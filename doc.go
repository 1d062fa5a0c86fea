// Package outbound is an HTTP client for services: resty's request builder on top,
// one visible chain of layers beneath, each switched on by one option.
//
//	client, err := outbound.New(outbound.WithBaseURL("https://billing.example.com"), outbound.Standard())
//	user, err := outbound.Get[User](ctx, client, "/users/{id}", outbound.PathParam("id", "42"))
//
// # What to read first
//
//   - [New] makes a [Client] from options; [Standard], [Resilient], [InternalNetwork] and
//     [Untrusted] are presets, and [Preset] names one of your own
//   - the entry points: [Get], [Post] and the other typed calls; [Client.R], resty's
//     request; [Client.Do], a raw request; [Client.HTTP], an *http.Client
//   - what belongs to one call: [PathParam], [Query], [Header], [Timeout], [AllowStatus],
//     [Idempotent], [Stream] and the other functions that return a [CallOption]
//   - [HTTPError], the error of every call
//   - [WithRetry], [WithAuth], [WithLogger], [WithLayer], [WithObserver], and the
//     packages retry, auth, logging, middleware and observe behind them
//   - package mock, for tests
//
// # The way of a request
//
//	caller
//	  │   client.R(ctx).Get("/users/42")   outbound.Get[User](ctx, client, …)
//	  │   client.Do(req)                   client.HTTP().Do(req)
//	entry point  begins the record of the call; resty builds the request of R
//	net/http     follows redirects: each hop passes the edge and the chain again
//	edge in      begins the record of a call of HTTP(); refuses a hop that must not be sent
//	  │
//	  ├─ per call ── deadline, headers, request-id, idempotency-key, <your PerCall layers>, log, retry
//	  ├─ per attempt ── breaker, gate, rate-limit, concurrency, attempt-timeout,
//	  │                 <your PerAttempt layers>, deadline-header, observe, auth, log-attempts, classify
//	  └─ transport   pool, TLS, proxy, or the mock
//	edge out     makes an *HTTPError of a failure and of a refused redirect
//	entry point  decodes the answer, and makes an *HTTPError of a status; HTTP() does neither
//
// [Client.Chain] prints the layers of a client. A layer that is off is absent.
//
// # Errors
//
// Every failure is an [*HTTPError], found by errors.As, with a kind to switch
// on:
//
//	errors.Is(err, httperror.RateLimited)
//	errors.Is(err, httperror.Status(404))
//
// # Safety
//
// A request that may have been processed is not sent a second time, unless its method,
// the caller or an Idempotency-Key says that it may. Credentials go to their own origin
// only. No error, log line or panic text holds a secret. The exception is an error that
// the option [NativeErrors] asks for: it is returned as the base has made it.
//
// A [Client] is immutable and safe for concurrent use; [Client.With] makes a changed
// copy.
package outbound
