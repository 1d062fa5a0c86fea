// Package outbound is the HTTP client of a house: resty's request builder on
// top, one visible chain of layers beneath, each switched on by one option.
//
//	client, err := outbound.New(outbound.WithBaseURL("https://billing.example.com"), outbound.Standard())
//	user, err := outbound.Get[User](ctx, client, "/users/{id}", outbound.PathParam("id", "42"))
//
// # The way of a request
//
//	caller
//	  │   client.R(ctx).Get("/users/42")   outbound.Get[User](ctx, client, …)   client.HTTP().Do(req)
//	edge in      the record of the call begins
//	resty        builds the request (R), decodes the answer at the end
//	net/http     follows redirects, each of which passes the chain again
//	  │
//	  ├─ per call ── deadline, headers, request-id, idempotency-key, <your PerCall layers>, log, retry
//	  ├─ per attempt ── attempt-timeout, <your PerAttempt layers>, auth, log-attempts, classify
//	  └─ transport   pool, TLS, proxy, or the mock
//	edge out     a status, a decode error, a refused redirect becomes an *HTTPError
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
// A request that may have been processed is not sent a second time, unless its
// method, the caller or an Idempotency-Key says that it may. Credentials go to
// their own origin only. No error, log line or panic text holds a secret.
package outbound
