package contenttest

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

func TestABodyIsReadUpToTheLimit(t *testing.T) {
	const limit = 1000
	known := func(n int) testkit.Reply { return testkit.Text(200, strings.Repeat("x", n)) }
	unknown := func(n int) testkit.Reply {
		return known(0).Body(io.NopCloser(strings.NewReader(strings.Repeat("x", n))))
	}
	for name, length := range map[string]func(int) testkit.Reply{"of a known length": known, "of an unknown length": unknown} {
		for _, opts := range [][]outbound.Option{nil, {outbound.WithRetry(retry.Policy{})}, {outbound.WithRetry(retry.Policy{BufferBody: 10})}} {
			for _, d := range doortest.Doors[:2] {
				t.Run(name+", "+d.Name, func(t *testing.T) {
					client := func(r testkit.Reply) (*outbound.Client, *testkit.Base) {
						base := testkit.Script(r)
						return doortest.NewClient(t, append(opts, outbound.WithMockTransport(base), outbound.WithMaxResponseBytes(limit))...), base
					}
					c, _ := client(length(limit))
					if got, err := d.Call(t.Context(), c, doortest.Get()); err != nil || len(got.Body) != limit {
						t.Errorf("at the limit: got %d bytes, %v", len(got.Body), err)
					}
					c, base := client(length(limit + 1))
					_, err := d.Call(t.Context(), c, doortest.Get())
					if e := doortest.WantKind(t, err, httperror.TooLarge); e.Attempts != 1 {
						t.Errorf("got %d attempts, want 1: the next answer is as large", e.Attempts)
					}
					base.WantClosed(t)
				})
			}
		}
	}
}

func TestTheLimitIsNoneForAStream(t *testing.T) {
	base := testkit.Script(testkit.Text(200, strings.Repeat("x", 1000)))
	c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithMaxResponseBytes(10))
	for _, d := range doortest.Doors {
		a := doortest.Get()
		if d.Name == "R" {
			a = doortest.Get(outbound.Stream())
		}
		if d.Name == "Call" {
			continue // it reads all into memory
		}
		if got, err := d.Call(t.Context(), c, a); err != nil || len(got.Body) != 1000 {
			t.Errorf("%s: got %d bytes, %v, want all of them", d.Name, len(got.Body), err)
		}
	}
}

func TestALargeErrorPageStaysItsStatus(t *testing.T) {
	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
		base := testkit.Script(testkit.Text(500, strings.Repeat("x", 100_000)))
		_, err := d.Call(t.Context(), doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithMaxResponseBytes(100)), doortest.Get())
		doortest.WantKind(t, err, httperror.ServerStatus)
		base.WantClosed(t)
	})
}

func TestADiscardedBodyHasTheLimitToo(t *testing.T) {
	base := testkit.Script(testkit.Text(200, strings.Repeat("x", 1000)))
	_, err := outbound.Get[struct{}](t.Context(), doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithMaxResponseBytes(100)), doortest.Get().URL)
	doortest.WantKind(t, err, httperror.TooLarge)
}

func TestAnErrorPageThatIsCutOffStaysItsStatus(t *testing.T) {
	for _, limit := range []int64{0, outbound.DefaultMaxResponseBytes} {
		for name, policy := range map[string][]outbound.Option{"without retry": nil, "with retry": {outbound.WithRetry(retry.Policy{Attempts: 1})}} {
			doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
				cut := io.MultiReader(strings.NewReader("out of or"), iotest.ErrReader(io.ErrUnexpectedEOF))
				base := testkit.Script(testkit.Text(503, "").Body(io.NopCloser(cut)))
				_, err := d.Call(t.Context(), doortest.NewClient(t, append(policy, outbound.WithMockTransport(base), outbound.WithMaxResponseBytes(limit))...), doortest.Get())
				e := doortest.WantKind(t, err, httperror.ServerStatus)
				if string(e.Body) != "out of or" {
					t.Errorf("%s, limit %d: got the body %q, want what arrived of it", name, limit, e.Body)
				}
				base.WantClosed(t)
			})
		}
	}
}
