// Package layertest holds a layer to the contract of package middleware, in one
// line of a test:
//
//	func TestMyLayer(t *testing.T) { layertest.Run(t, mypackage.Layer()) }
//
// [Run] takes a *testing.T, or whatever has the two methods of [TB]. Each failure is a
// sentence that says what happened, to which request, and how
// it is put right.
//
// The suite sends requests that fail and succeed, are cancelled and cut off. A
// layer that waits between attempts is best tested in a bubble of
// testing/synctest, where its waits take no time:
//
//	synctest.Test(t, func(t *testing.T) { layertest.Run(t, mypackage.Layer()) })
//
// Run it with the race detector too: what two requests share shows there first.
package layertest

import (
	"time"

	"example.com/outbound/middleware"
)

// TB is what the suite needs of a [testing.TB].
type TB interface {
	Helper()
	Errorf(format string, args ...any)
}

const (
	// bound is how long a layer may take to do what it has to do at once: end
	// when its context has ended, close what it has dropped.
	bound = 2 * time.Second
	// patience is how long the caller's deadline gives to a request.
	patience = 30 * time.Second
	// soon is when a request is cancelled that is under way.
	soon = 20 * time.Millisecond
)

// Run reports to t every rule of the contract that the layer breaks, each once.
// The layer is put on several bases and used by many goroutines. It may send a
// request again, refuse it or answer it itself; a response that it does pass on
// must be the one that it was given.
func Run(t TB, layer middleware.Layer) {
	t.Helper()
	r := &report{told: map[rule]bool{}, settle: bound}
	if layer == nil {
		r.fail(isThere, "", "the layer is nil, which means that it is off")
	} else {
		r.exchanges(layer)
		r.contexts(layer)
		r.bases(layer)
		r.concurrency(layer)
	}
	for _, failure := range r.failures {
		t.Errorf("%s", failure)
	}
}

// exchanges puts every request through every script of the base.
func (r *report) exchanges(layer middleware.Layer) {
	for _, c := range callers() {
		for _, s := range scripts() {
			x := newExchange(c, s)
			x.run(layer, x.context)
			r.judge(x)
			x.end()
		}
	}
}

// bases puts one layer on two bases: each has to serve its own.
func (r *report) bases(layer middleware.Layer) {
	c, s := callers()[0], scripts()[0]
	first, second := newExchange(c, s), newExchange(c, s)
	defer first.end()
	defer second.end()
	rt := layer(first.base)
	layer(second.base)
	first.through(rt, first.context)
	if len(second.base.arrivals()) > 0 {
		r.fail(servesItsNext, first.name, "the request went to the base that the layer was put on later")
	}
}
