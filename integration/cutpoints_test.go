package integration_test

import (
	"errors"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// Wherever the head of a response breaks, it is one failure of one kind, with the
// same consequences. net/http says "malformed" for more than half of the points;
// the connection tells that from a server that speaks another protocol.
func TestAResponseHeadIsBrokenAtEveryPoint(t *testing.T) {
	for name, step := range map[string]func(int) faultserver.Step{
		"closed": faultserver.CutHead,
		"reset":  faultserver.ResetInHead,
	} {
		for _, w := range ways {
			t.Run(name+" "+w.name, func(t *testing.T) {
				t.Parallel()
				for n := range faultserver.WholeHead {
					breakHead(t, w, "GET", step(n), n, 2)
					breakHead(t, w, "POST", step(n), n, 1)
				}
			})
		}
	}
}

// breakHead makes one call against a head broken after n bytes, which must come
// to attempts and requests.
func breakHead(t *testing.T, w way, method string, step faultserver.Step, n, attempts int) {
	t.Helper()
	srv := faultserver.Start(t, step)
	c := newClient(t, outbound.WithRetry(atOnce(2)))
	_, err := w.call(t, c, method, scene{url: srv.URL})
	var he *outbound.HTTPError
	if !errors.As(err, &he) {
		t.Errorf("%s after %d bytes: got %v, want an HTTPError", method, n, err)
		return
	}
	if he.Kind != httperror.Reset || he.Timeout() {
		t.Errorf("%s after %d bytes: got %v, want kind reset", method, n, err)
	}
	if he.Attempts != attempts || srv.Count() != attempts {
		t.Errorf("%s after %d bytes: got %d attempts and %d requests, want %d", method, n, he.Attempts, srv.Count(), attempts)
	}
}
