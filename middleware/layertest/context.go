package layertest

import (
	"time"

	"example.com/outbound/middleware"
)

// contexts cancels requests at every point of their way.
func (r *report) contexts(layer middleware.Layer) {
	replayed := callers()[1]
	for _, s := range []script{
		{name: "whose context has ended before", steps: []step{status(200)}},
		{name: "cancelled while next is at work", steps: []step{hangs}},
		{name: "cancelled after an answer of 503", steps: []step{slow(503)}},
		{name: "cancelled after a refused connection", steps: []step{refused}},
		{name: "cancelled while the response's body stands still", steps: []step{stalls}},
	} {
		x := newExchange(replayed, s)
		if s.name == "whose context has ended before" {
			x.cancel()
		} else {
			cancel := time.AfterFunc(soon, x.cancel)
			defer cancel.Stop()
		}
		x.run(layer, x.context)
		r.judge(x)
		x.end()
	}
}
