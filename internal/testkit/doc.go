// Package testkit has the fakes of this module's tests. They are as strict as
// net/http: a base looks at its context before and after it answers, closes the
// request body and checks its length; a response body fails once the context of
// its request has ended, and once it was closed.
//
//	base := testkit.Script(testkit.Status(503), testkit.Text(200, "ok"))
//	…
//	base.WantSent(t, 2)
//	base.WantClosed(t)
//
// The package imports the standard library only, so that the internal tests of
// every package can use it. Tests outside of this module use package mock.
package testkit
