package callinfo_test

import (
	"context"
	"net/http"
	"testing"

	"example.com/outbound/internal/callinfo"
)

func TestWritableCopiesOnce(t *testing.T) {
	mine, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://h.test/", nil)
	if err != nil {
		t.Fatal(err)
	}
	mine.Header.Set("X-Mine", "1")
	c := callinfo.New(context.Background())
	c.Hop(mine)
	in := c.Adopt(mine, true)
	once := callinfo.Writable(in)
	once.Header.Set("X-House", "1")
	twice := callinfo.Writable(once)
	twice.Header.Set("X-Id", "1")

	if once != in || twice != once {
		t.Error("the second layer that writes got a copy of its own")
	}
	if len(mine.Header) != 1 {
		t.Errorf("the caller's header was written: %v", mine.Header)
	}
	other := in.Clone(in.Context())
	if callinfo.Writable(other) == other {
		t.Error("somebody else's request was taken for the chain's")
	}
	c.End(nil)
}

func TestAnInjectedFieldIsOfOneAttempt(t *testing.T) {
	mine, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://h.test/", nil)
	if err != nil {
		t.Fatal(err)
	}
	c := callinfo.New(context.Background())
	c.Hop(mine)
	hop := c.Adopt(mine, true)
	for n := range 3 {
		_, err := c.Send(roundTripper(func(req *http.Request) (*http.Response, error) {
			if got := req.Header.Get("Authorization"); got != "" {
				t.Errorf("attempt %d begins with %q", n+1, got)
			}
			req = callinfo.Inject(req, callinfo.NewField("Authorization", "secret"))
			if req.Header.Get("Authorization") != "secret" {
				t.Errorf("attempt %d is sent without it", n+1)
			}
			return &http.Response{StatusCode: 503, Header: http.Header{}, Body: http.NoBody}, nil
		}), hop, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
	}
	if mine.Header.Get("Authorization") != "" {
		t.Error("the caller's request has it")
	}
	c.End(nil)
}

func TestTheCallersOwnFieldWins(t *testing.T) {
	mine, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://h.test/", nil)
	if err != nil {
		t.Fatal(err)
	}
	mine.Header.Set("Authorization", "mine")
	if got := callinfo.Inject(mine, callinfo.NewField("Authorization", "house")).Header.Get("Authorization"); got != "mine" {
		t.Errorf("got %q, want the caller's", got)
	}
}
