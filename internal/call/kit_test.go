package call_test

import (
	"context"
	"net/http"
	"testing"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/testkit"
)

// send makes one attempt that reply answers, and may read 1 KiB ahead.
func send(t testing.TB, c *call.Call, reply testkit.Reply) (*call.Attempt, *http.Response, error) {
	t.Helper()
	req := request(t, c)
	sent, _ := c.Hop(req, true)
	return c.Send(testkit.Script(reply), sent, 0, 1<<10)
}

func request(t testing.TB, ctx context.Context) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://h.test/", nil)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// begin makes a record whose begun and ended calls must be equal at the end of
// the test. The entry point reads the whole body.
func begin(t testing.TB, s *call.Settings, o *call.Options) *call.Call {
	t.Helper()
	s.Calls = new(call.Calls)
	c := call.Begin(t.Context(), s, o, "")
	c.SetEndsAtEntry()
	c.SetReadsWhole(true)
	t.Cleanup(func() {
		if begun, ended := s.Calls.Count(); begun != ended {
			t.Errorf("%d calls have begun and %d have ended", begun, ended)
		}
	})
	return c
}

// roundTripper answers without the strictness of testkit.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
