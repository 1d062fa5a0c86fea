package call_test

import (
	"net/http"
	"testing"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/testkit"
)

func TestWritableCopiesOnce(t *testing.T) {
	mine := testkit.Get(t, "http://h.test/")
	mine.Header.Set("X-Mine", "1")
	c := begin(t, &call.Settings{}, nil)
	defer c.End(nil)
	in, _ := c.Hop(mine, true)
	once := call.Writable(in)
	once.Header.Set("X-Ours", "1")
	twice := call.Writable(once)
	twice.Header.Set("X-Id", "1")

	if once != in || twice != once {
		t.Error("the second layer that writes got a copy of its own")
	}
	if len(mine.Header) != 1 {
		t.Errorf("the caller's header was written: %v", mine.Header)
	}
	other := in.Clone(in.Context())
	if call.Writable(other) == other {
		t.Error("a foreign request was taken for the chain's")
	}
}

func TestAnInjectedFieldIsOfOneAttempt(t *testing.T) {
	mine := testkit.Get(t, "http://h.test/")
	c := begin(t, &call.Settings{}, nil)
	defer c.End(nil)
	hop, _ := c.Hop(mine, true)
	for n := range 3 {
		_, resp, err := c.Send(roundTripper(func(req *http.Request) (*http.Response, error) {
			if got := req.Header.Get("Authorization"); got != "" {
				t.Errorf("attempt %d begins with %q", n+1, got)
			}
			req = call.Inject(req, call.NewField("Authorization", "secret"))
			if req.Header.Get("Authorization") != "secret" {
				t.Errorf("attempt %d is sent without it", n+1)
			}
			return testkit.Status(503)(req)
		}), hop, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	if mine.Header.Get("Authorization") != "" {
		t.Error("the caller's request has it")
	}
}

func TestTheCallersOwnFieldWins(t *testing.T) {
	mine := testkit.Get(t, "http://h.test/")
	mine.Header.Set("Authorization", "mine")
	if got := call.Inject(mine, call.NewField("Authorization", "ours")).Header.Get("Authorization"); got != "mine" {
		t.Errorf("got %q, want the caller's", got)
	}
}
