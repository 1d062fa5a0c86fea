package layertest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"example.com/outbound/middleware"
)

// exchange is one request through the layer, and all that happened to it.
type exchange struct {
	name    string
	caller  caller
	script  script
	context context.Context
	cancel  context.CancelFunc
	base    *base
	sent    bodies // of the request
	got     bodies // of the base's responses
	token   string // of the goroutines

	req     *http.Request
	before  snapshot
	late    bool // it did not end with its context
	outcome outcome

	mu      sync.Mutex
	changed string // what the layer did to the caller's request, at first
}

// outcome is what the caller gets.
type outcome struct {
	resp    *http.Response
	err     error
	body    []byte
	readErr error
	panics  any
}

func newExchange(c caller, s script) *exchange {
	x := &exchange{name: c.name + ", " + s.name, caller: c, script: s, token: newToken()}
	ctx := context.WithValue(context.Background(), contextKey{}, x)
	x.context, x.cancel = context.WithTimeout(ctx, patience)
	x.base = &base{steps: s.steps, bodies: &x.got, released: make(chan struct{}), observe: x.observe}
	return x
}

// end frees whatever is still held.
func (x *exchange) end() {
	x.cancel()
	close(x.base.released)
}

// run puts the layer on the base and sends the request with ctx.
func (x *exchange) run(layer middleware.Layer, ctx context.Context) { x.through(layer(x.base), ctx) }

// through sends the request and waits until it is over, or overdue.
func (x *exchange) through(rt http.RoundTripper, ctx context.Context) {
	x.req = x.caller.request(ctx, &x.sent)
	x.before = snap(x.req)
	x.base.changed = func() string { return x.before.changed(x.req) }
	done := make(chan outcome, 1)
	labelled(x.token, func() { done <- x.send(rt) })
	overdue := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		time.AfterFunc(bound, func() { close(overdue) })
	})
	defer stop()
	select {
	case x.outcome = <-done:
		x.observe(x.before.changed(x.req))
	case <-overdue:
		x.late = true
	}
}

// send is what a caller does: it reads the response and closes it.
func (x *exchange) send(rt http.RoundTripper) (o outcome) {
	defer func() { o.panics = recover() }()
	o.resp, o.err = rt.RoundTrip(x.req)
	if o.resp == nil || o.resp.Body == nil {
		return o
	}
	if !x.script.unread {
		o.body, o.readErr = io.ReadAll(o.resp.Body)
	}
	_ = o.resp.Body.Close()
	return o
}

func (x *exchange) observe(changed string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.changed == "" {
		x.changed = changed
	}
}

func (x *exchange) whatChanged() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.changed
}

// last is the base's last arrival, nil for none.
func (x *exchange) last() *arrival {
	all := x.base.arrivals()
	if len(all) == 0 {
		return nil
	}
	return all[len(all)-1]
}

func attempt(i int) string { return fmt.Sprintf("attempt %d", i+1) }
