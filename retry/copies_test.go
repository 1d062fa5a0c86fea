package retry_test

import (
	"testing"
	"testing/synctest"

	"example.com/outbound/retry"
)

func TestNewKeepsItsOwnCopyOfAPolicy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := retry.Policy{Wait: retry.Constant(0), Methods: []string{"POST"}, Limits: retry.Limits{Status: new(1)}}
		layer, err := retry.New(p)
		if err != nil {
			t.Fatal(err)
		}
		p.Methods[0], *p.Limits.Status = "PATCH", 0
		base := play(status(503, 200)...)
		resp, err := layer(base).RoundTrip(request(t, "POST", nil))
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		want(t, "status", resp.StatusCode, 200)
	})
}

func TestNewRefusesAPolicyThatDoesNotHold(t *testing.T) {
	if _, err := retry.New(retry.Policy{Attempts: -7}); err == nil {
		t.Error("got no error, want one")
	}
}

func TestOnDemandSendsOnce(t *testing.T) {
	base := play(status(503)...)
	resp, err := retry.OnDemand()(base).RoundTrip(request(t, "GET", nil))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	want(t, "requests sent", len(base.sent), 1)
}
