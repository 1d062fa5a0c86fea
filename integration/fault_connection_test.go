package integration_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"syscall"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

func connectionFaults() []fault {
	return append(blackholeFaults(), []fault{
		{
			name: "connection refused",
			provoke: func(t *testing.T) scene {
				return scene{url: "http://" + faultserver.Refused(t) + "/x"}
			},
			get:  retried(httperror.Connect),
			post: retried(httperror.Connect), // nothing was sent
		},
		{
			name: "unroutable",
			provoke: dialing(func(context.Context) error {
				return os.NewSyscallError("connect", syscall.EHOSTUNREACH)
			}),
			get:  retried(httperror.Connect),
			post: retried(httperror.Connect),
		},
		{
			name: "attempt timeout during the dial",
			provoke: within(dialing(func(ctx context.Context) error {
				<-ctx.Done()
				return ctx.Err()
			}), impatient),
			get:  retried(httperror.Timeout).or2(httperror.Connect).late(),
			post: retried(httperror.Timeout).or2(httperror.Connect).late(), // nothing was sent
		},
		{
			name:    "reset right after accept", // the client may still dial
			provoke: on(faultserver.ResetAtAccept()),
			get:     retried(httperror.Reset).or2(httperror.Connect).unseen(),
			post:    outcome{kind: httperror.Reset, or: httperror.Connect, attempts: 1, upTo: 2},
		},
		{
			name:    "reset at the first byte of the request",
			provoke: on(faultserver.ResetAtFirstByte()),
			get:     retried(httperror.Reset).unseen(),
			post:    failed(httperror.Reset).unseen(),
		},
		{
			name:    "reset in the middle of the request body",
			provoke: carrying(8<<20, on(faultserver.ResetInBody(64<<10))),
			get:     retried(httperror.Reset),
			post:    failed(httperror.Reset),
		},
		{
			name:    "reset in the middle of the response headers",
			provoke: on(faultserver.ResetInHead(30)),
			get:     retried(httperror.Reset),
			post:    failed(httperror.Reset),
		},
		{
			name:    "closed in the middle of the response headers",
			provoke: on(faultserver.CutHead(30)),
			get:     retried(httperror.Reset),
			post:    failed(httperror.Reset),
		},
		{
			name:    "closed without a byte on a fresh connection",
			provoke: on(faultserver.CloseUnanswered()),
			get:     retried(httperror.Reset),
			post:    failed(httperror.Reset),
		},
		{
			name:    "closed without a byte on a reused connection",
			provoke: reused(on(faultserver.JSON("{}"), faultserver.CloseUnanswered())),
			get:     retried(httperror.Reset).saw(3), // net/http itself sends a GET again
			post:    failed(httperror.Reset),
		},
		{
			name:    "closed without a byte on a reused connection, then fine",
			provoke: reused(on(faultserver.JSON("{}"), faultserver.CloseUnanswered(), faultserver.JSON("{}"))),
			get:     answered(2),
			post:    failed(httperror.Reset),
		},
		{
			name: "closed without a byte on a reused connection, with an Idempotency-Key",
			provoke: within(reused(on(faultserver.JSON("{}"), faultserver.CloseUnanswered(), faultserver.JSON("{}"))),
				outbound.WithIdempotencyKeys()),
			get:  answered(2),
			post: answered(2), // sent again by net/http, in one attempt
		},
	}...)
}

// dialing is a scene whose dial ends in err.
func dialing(err func(context.Context) error) func(*testing.T) scene {
	return func(*testing.T) scene {
		dial := func(ctx context.Context, network, addr string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Net: network, Err: err(ctx)}
		}
		return scene{url: "http://" + originHost + "/x", opts: []outbound.Option{
			outbound.WithTransportConfig(func(tr *http.Transport) { tr.DialContext = dial }),
		}}
	}
}
