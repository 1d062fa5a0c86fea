// Package mock is the test kit: it puts [httpmock] beneath the real chain of a
// client, so that a test sees every layer at work and no network.
//
//	client, m := mock.New(t, outbound.Standard())
//	m.On("GET", "/users/{id}", mock.Status(503), mock.JSON(200, user))
//
// A [Transport] belongs to one test and has no globals, so tests may run in
// parallel. What is given with [Transport.On] goes over net/http's own transport
// and a connection in memory: headers, bodies, faults and what a context does to
// them are those of a real connection. Everything that httpmock's users know
// (RegisterResponder, regular expressions, matchers) works beside it: a request
// that no [Stub] takes goes to httpmock's responders.
//
// At the end of the test a request that nothing answered and a reply that nobody
// fetched fail the test. The messages say why; secrets in them are redacted.
//
// In [Run] time is virtual: a test that waits 50 s takes milliseconds.
//
// [httpmock]: https://pkg.go.dev/github.com/jarcoal/httpmock
package mock
