package integration_test

import (
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/integration/faultserver"
)

// net/http checks whether a request is in flight when a response comes unasked. Where
// the next request is sent before the transport has looked, the two cannot be told
// apart: hence the wait.
func TestAnAnswerSentOnAnIdleConnectionEndsTheConnection(t *testing.T) {
	srv := faultserver.Start(t, faultserver.Unasked(`"poison"`), faultserver.Echo())
	c := hostileClient(t, scene{})
	for _, path := range []string{"/first", "/second"} {
		got, err := outbound.Get[any](t.Context(), c, srv.URL+path)
		if err != nil || got != path {
			t.Errorf("got %q, %v, want %q", got, err, path)
		}
		if path == "/first" {
			srv.WaitIdle(t) // the client closes the connection by itself
		}
	}
	if srv.Opened() != 2 {
		t.Errorf("got %d connections, want 2", srv.Opened())
	}
	_ = c.Close()
}

func TestTheLateAnswerOfAnAttemptIsNotTakenForTheNext(t *testing.T) {
	srv := faultserver.Start(t, faultserver.Late(hostileAttempt+200*time.Millisecond, `"late"`), faultserver.Echo())
	c := hostileClient(t, scene{})
	got, err := outbound.Get[any](t.Context(), c, srv.URL+"/x")
	if err != nil || got != "/x" {
		t.Errorf("got %q, %v, want the answer to the second attempt", got, err)
	}
	_ = c.Close()
	srv.WaitIdle(t)
}
