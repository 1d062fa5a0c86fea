package integration_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
	"example.com/outbound/retry"
)

func contextFaults() []fault {
	canceled, deadline := failed(httperror.Canceled), failed(httperror.Deadline).late()
	nothing := func(o outcome) outcome { o.attempts, o.requests = 0, 0; return o }
	return []fault{
		{name: "cancelled before the call", provoke: cancelled(before), get: nothing(canceled), post: nothing(canceled)},
		{name: "cancelled during the dial", provoke: cancelled(inDial), get: canceled.unseen(), post: canceled.unseen()},
		{name: "cancelled during the headers", provoke: cancelled(inHeaders), get: canceled, post: canceled},
		{name: "cancelled during a wait", provoke: cancelled(inWait), get: canceled, post: canceled},
		{name: "cancelled during the body", provoke: cancelled(inBody), get: canceled, post: canceled, handedOver: []string{"POST"}},
		{name: "deadline before the call", provoke: expiring(-time.Second, before), get: nothing(deadline), post: nothing(deadline)},
		{name: "deadline during the dial", provoke: expiring(soon, inDial), get: deadline.unseen(), post: deadline.unseen()},
		{name: "deadline during the headers", provoke: expiring(soon, inHeaders), get: deadline, post: deadline},
		{
			name:    "deadline before the end of a wait", // which is then not begun
			provoke: expiring(soon, inWait),
			get:     failed(httperror.ServerStatus), post: failed(httperror.ServerStatus),
		},
		{
			name:    "call timeout during the headers",
			provoke: within(on(faultserver.Never()), outbound.WithAttemptTimeout(0), outbound.WithTimeout(soon)),
			get:     deadline, post: deadline,
		},
		{name: "deadline during the body", provoke: expiring(soon, inBody), get: deadline, post: deadline, handedOver: []string{"POST"}},
	}
}

// moment is where in a call the context ends. It returns a scene that calls
// reached when the call is there.
type moment func(t *testing.T, reached func()) scene

func before(t *testing.T, reached func()) scene {
	reached()
	return on()(t)
}

func inDial(_ *testing.T, reached func()) scene {
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		reached()
		<-ctx.Done()
		return nil, &net.OpError{Op: "dial", Net: network, Err: ctx.Err()}
	}
	return scene{url: "http://" + originHost + "/x", opts: []outbound.Option{
		outbound.WithTransportConfig(func(tr *http.Transport) { tr.DialContext = dial }),
	}}
}

func inHeaders(t *testing.T, reached func()) scene {
	return on(faultserver.Do(func(c *faultserver.Conn) bool {
		if _, ok := c.Request(); ok {
			reached()
			c.Silence()
		}
		return false
	}))(t)
}

func inBody(t *testing.T, reached func()) scene {
	return on(faultserver.Do(func(c *faultserver.Conn) bool {
		if _, ok := c.Request(); ok && c.Say("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{") {
			reached()
			c.Silence()
		}
		return false
	}))(t)
}

func inWait(t *testing.T, reached func()) scene {
	p := atOnce(2)
	p.Wait, p.Methods = retry.Constant(30*time.Second), retry.AnyMethod()
	p.Observe = func(e retry.Event) {
		if e.Type == retry.Backoff {
			reached()
		}
	}
	return within(on(faultserver.Status(503)), outbound.WithTimeout(0), outbound.WithRetry(p))(t)
}

// soon is a bound that an attempt of the table reaches, and within which its request
// comes to the server.
const soon = 300 * time.Millisecond

// errCause takes the place of context.Canceled in what net/http returns.
var errCause = errors.New("the caller's own reason")

// cancelled is a scene whose context is cancelled, with a cause, at m.
func cancelled(m moment) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		ctx, cancel := context.WithCancelCause(t.Context())
		s := m(t, func() { cancel(errCause) })
		t.Cleanup(func() { cancel(nil) })
		s.ctx = func(*testing.T) context.Context { return ctx }
		return s
	}
}

// expiring is a scene whose context's deadline, with a cause, passes at m, d from
// the start of the call.
func expiring(d time.Duration, m moment) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		s := m(t, func() {})
		s.ctx = func(t *testing.T) context.Context {
			ctx, cancel := context.WithDeadlineCause(t.Context(), time.Now().Add(d), errCause)
			t.Cleanup(cancel)
			return ctx
		}
		return s
	}
}
