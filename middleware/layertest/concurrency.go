package layertest

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"example.com/outbound/middleware"
)

const (
	together = 32 // goroutines
	inTurn   = 4  // requests of each
)

// concurrency shares one RoundTripper among many goroutines and demands that
// everyone gets the answer to their own request.
func (r *report) concurrency(layer middleware.Layer) {
	x := newExchange(callers()[1], script{name: "sent by many at a time", steps: []step{echo}})
	defer x.end()
	x.base.changed = nil
	rt := layer(x.base)
	wrong := make(chan string, together)
	var all sync.WaitGroup
	for g := range together {
		all.Go(func() {
			for n := range inTurn {
				if what := x.ask(rt, fmt.Sprintf("%02d-%02d", g, n)); what != "" {
					wrong <- what
					return
				}
			}
		})
	}
	all.Wait()
	select {
	case what := <-wrong:
		r.fail(isConcurrent, x.name, what)
	default:
	}
}

// echo answers with the request's own ID.
func echo(b *base, a *arrival, req *http.Request) (*http.Response, error) {
	time.Sleep(time.Millisecond)
	a.readBody(req)
	return b.answerWith(a, req, 200, []byte(req.Header.Get(idField))), nil
}

// ask sends a request with an ID and looks whose answer comes. An error is a
// layer's right: it may admit no more than so many. All IDs have one length, so
// that an answer that was merely changed is none of theirs.
func (x *exchange) ask(rt http.RoundTripper, id string) (wrong string) {
	defer func() {
		if p := recover(); p != nil {
			wrong = fmt.Sprintf("it panicked: %v", p)
		}
	}()
	req := x.caller.request(x.context, &x.sent)
	req.Header[idField] = []string{id}
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err == nil && len(body) == len(id) && string(body) != id {
		return fmt.Sprintf("the request %s got the answer to %q", id, body)
	}
	return ""
}
