package inspect

import "net/http"

// DefaultKeep is how many calls an inspector keeps.
const DefaultKeep = 200

type options struct {
	keep    int
	bodies  int
	remote  func(*http.Request) bool
	isolate bool
}

// Option is an option of [New].
type Option func(*options)

// Keep keeps the last n calls. A call takes about 2 KiB, and at most 64 of its
// attempts are kept. 0 or less means [DefaultKeep], which is the default.
func Keep(n int) Option {
	return func(o *options) {
		if o.keep = n; n <= 0 {
			o.keep = DefaultKeep
		}
	}
}

// Bodies keeps the first max bytes of each body that is a text, secrets in it
// hidden, of the clients that have [Inspector.Layer] too. Default: 0, no bodies.
func Bodies(max int) Option { return func(o *options) { o.bodies = max } }

// Remote also serves the requests for which allow is true. It must check what a
// proxy or a login in front of the pages promises; it is called from many
// goroutines. Default: only requests of this machine are served, that is from a
// loopback address, to "localhost" or a loopback address, and not through a proxy.
// The name is checked against DNS rebinding.
func Remote(allow func(*http.Request) bool) Option { return func(o *options) { o.remote = allow } }

// Isolate puts a button beside each origin that has a breaker, to open and close it
// by hand: POST /isolate with the fields client, origin and for, a duration of which
// 0 closes the breaker. Default: the pages change nothing.
func Isolate() Option { return func(o *options) { o.isolate = true } }
