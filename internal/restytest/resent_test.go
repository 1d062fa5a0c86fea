package restytest

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
)

// forgetful is the address of a server that hangs up at the second request on a
// connection, as one does that has closed a kept connection in the meantime. Every
// answer is a 404.
func forgetful(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				in := bufio.NewReader(conn)
				if _, err := http.ReadRequest(in); err != nil {
					return
				}
				_, _ = conn.Write([]byte("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
				_, _ = http.ReadRequest(in)
			}()
		}
	}()
	return "http://" + l.Addr().String() + "/"
}

// net/http sends a request again by itself where a kept connection turns out to
// be dead. That is counted, and neither prevented nor an attempt of ours.
func TestAReplayOfNetHTTPWasNotCounted(t *testing.T) {
	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
		url, c := forgetful(t), doortest.NewClient(t)
		for i, want := range []int{0, 1} {
			_, err := d.Call(t.Context(), c, doortest.Ask{Method: "GET", URL: url, Opts: []outbound.CallOption{outbound.NoRetry()}})
			e := doortest.WantKind(t, err, httperror.ClientStatus)
			if e.Attempts != 1 || len(e.History) != 1 || e.History[0].Resent != want {
				t.Errorf("call %d: got %d attempts, history %+v, want one that was resent %d times", i+1, e.Attempts, e.History, want)
			}
		}
	})
}

// NoRetry and the label were those of the context that SetContext has replaced.
func TestSetContextLostTheCallOptions(t *testing.T) {
	c := doortest.NewClient(t, outbound.Standard())
	for name, ctx := range map[string]context.Context{
		"another one":      context.Background(),
		"one with a value": context.WithValue(t.Context(), hookKey{}, "v"),
		"one with its own": outbound.CallContext(t.Context(), outbound.Operation("other")),
		"none at all":      nil,
	} {
		r := c.R(t.Context(), outbound.NoRetry(), outbound.Operation("mine"))
		for range 2 {
			_, err := r.SetContext(ctx).Get("http://127.0.0.1:1/")
			if e := doortest.WantKind(t, err, httperror.Connect); e.Attempts != 1 || e.Operation != "mine" {
				t.Errorf("%s: got %d attempts of operation %q, want one of mine", name, e.Attempts, e.Operation)
			}
		}
	}
}
