package faultserver_test

import (
	"net/http"
	"testing"

	"example.com/outbound/integration/faultserver"
)

func TestRequestsTakeTheStepsInOrderAndTheLastRepeats(t *testing.T) {
	srv := faultserver.Start(t, faultserver.Status(503), faultserver.JSON("1"))
	base := &http.Transport{}
	var got []int
	for range 3 {
		status, _, err := get(t.Context(), &http.Client{Transport: base}, srv.URL)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, status)
	}
	if got[0] != 503 || got[1] != 200 || got[2] != 200 {
		t.Errorf("got %v, want 503, 200, 200", got)
	}
	if srv.Count() != 3 || srv.Opened() != 1 || srv.Open() != 1 {
		t.Errorf("got %d requests, %d connections opened, %d open, want 3, 1, 1", srv.Count(), srv.Opened(), srv.Open())
	}
	base.CloseIdleConnections()
	srv.WaitIdle(t)
}
