// Package inspect shows what the clients of a program do, as pages for its admin
// port: which clients there are and how they are set, the last calls while they
// happen, and each call with its attempts, phases and waits.
//
//	inspector := inspect.New()
//	client, err := outbound.New(…, outbound.WithObserver(inspector.Observer()))
//	…
//	inspector.Watch(client)
//	admin.Handle("/outbound/", http.StripPrefix("/outbound", inspector))
//
// The pages are /, /calls and /calls/{id}; each has a text form for curl: /text,
// /calls/text and /calls/{id}/text. Without [Remote] they are for this machine only.
// Values of header fields are shown if they are on the list of harmless ones, values
// of a query never, bodies only with [Bodies].
package inspect

import (
	"net/http"
	"slices"
	"sync"

	"example.com/outbound"
	"example.com/outbound/internal/capture"
	"example.com/outbound/middleware"
)

// Inspector is an [http.Handler] and an observer. Make one with [New]. It serves
// any number of clients, has no goroutine of its own, and is safe for concurrent
// use.
type Inspector struct {
	options
	capture *capture.Capture // nil without bodies
	handler http.Handler

	mu      sync.Mutex // guards what follows
	clients []*outbound.Client
	ring    []*callRecord // the last calls, the oldest first
	ids     uint64
	changes uint64                     // of calls, counted
	readers map[chan struct{}]struct{} // of events, told of each change
}

var _ http.Handler = (*Inspector)(nil)

// New makes an inspector.
func New(opts ...Option) *Inspector {
	i := &Inspector{
		options: options{keep: DefaultKeep},
		readers: map[chan struct{}]struct{}{},
	}
	for _, o := range opts {
		o(&i.options)
	}
	if i.bodies > 0 {
		i.capture = capture.New(i.bodies)
	}
	i.handler = i.routes()
	return i
}

// Watch shows c on the page of clients. The inspector keeps c from then on, closed
// or not. A nil c, and one that is watched already, changes nothing.
func (i *Inspector) Watch(c *outbound.Client) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if c != nil && !slices.Contains(i.clients, c) {
		i.clients = append(i.clients, c)
	}
}

// Layer keeps the bodies that [Bodies] asks for. Give it to [outbound.WithLayer]
// beside the observer. Without Bodies it does nothing.
//
// Stage: attempt. Each attempt has bodies of its own.
func (i *Inspector) Layer() middleware.Layer {
	if i.capture == nil {
		return func(next http.RoundTripper) http.RoundTripper { return next }
	}
	return i.capture.Layer()
}
