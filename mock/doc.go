// Package mock is the test kit: it puts [httpmock] beneath the real chain of a
// client, so that a test runs every layer and needs no network.
//
//	client, m := mock.New(t, outbound.Standard())
//	m.On("GET", "/users/{id}", mock.Status(503), mock.JSON(200, user))
//
// A [Transport] belongs to one test and has no globals, so tests may run in
// parallel. Replies of [Transport.On] go over net/http's own transport and a
// connection in memory, in HTTP/1.1: headers, bodies, faults and the end of a
// context are as on a real connection. The API of httpmock (RegisterResponder,
// regular expressions, matchers) works beside it: a request that no [Stub] takes
// goes to httpmock's responders.
//
// At the end of the test, a request without an answer and a reply that was not
// given fail the test. The messages say why; secrets in them are redacted.
//
// In [Run] time is virtual: a test that waits 50 s takes milliseconds.
//
// [httpmock]: https://pkg.go.dev/github.com/jarcoal/httpmock
package mock
