package outbound_test

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"example.com/outbound"
	"example.com/outbound/httperror"
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
			for _, d := range doors[:2] {
				t.Run(name+", "+d.name, func(t *testing.T) {
					client := func(r testkit.Reply) (*outbound.Client, *testkit.Base) {
						base := testkit.Script(r)
						return newClient(t, append(opts, outbound.WithMockTransport(base), outbound.WithMaxResponseBytes(limit))...), base
					}
					c, _ := client(length(limit))
					if got, err := d.call(t.Context(), c, get()); err != nil || len(got.body) != limit {
						t.Errorf("at the limit: got %d bytes, %v", len(got.body), err)
					}
					c, base := client(length(limit + 1))
					_, err := d.call(t.Context(), c, get())
					if e := wantKind(t, err, httperror.TooLarge); e.Attempts != 1 {
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
	c := newClient(t, outbound.WithMockTransport(base), outbound.WithMaxResponseBytes(10))
	for _, d := range doors {
		a := get()
		if d.name == "R" {
			a = get(outbound.Stream())
		}
		if d.name == "Call" {
			continue // it reads all into memory
		}
		if got, err := d.call(t.Context(), c, a); err != nil || len(got.body) != 1000 {
			t.Errorf("%s: got %d bytes, %v, want all of them", d.name, len(got.body), err)
		}
	}
}

func TestALargeErrorPageStaysItsStatus(t *testing.T) {
	eachDoor(t, func(t *testing.T, d door) {
		base := testkit.Script(testkit.Text(500, strings.Repeat("x", 100_000)))
		_, err := d.call(t.Context(), newClient(t, outbound.WithMockTransport(base), outbound.WithMaxResponseBytes(100)), get())
		wantKind(t, err, httperror.ServerStatus)
		base.WantClosed(t)
	})
}

func TestADiscardedBodyHasTheLimitToo(t *testing.T) {
	base := testkit.Script(testkit.Text(200, strings.Repeat("x", 1000)))
	_, err := outbound.Get[struct{}](t.Context(), newClient(t, outbound.WithMockTransport(base), outbound.WithMaxResponseBytes(100)), get().url)
	wantKind(t, err, httperror.TooLarge)
}

func TestAnErrorPageThatIsCutOffStaysItsStatus(t *testing.T) {
	for _, limit := range []int64{0, outbound.DefaultMaxResponseBytes} {
		for name, policy := range map[string][]outbound.Option{"without retry": nil, "with retry": {outbound.WithRetry(retry.Policy{Attempts: 1})}} {
			eachDoor(t, func(t *testing.T, d door) {
				cut := io.MultiReader(strings.NewReader("out of or"), iotest.ErrReader(io.ErrUnexpectedEOF))
				base := testkit.Script(testkit.Text(503, "").Body(io.NopCloser(cut)))
				_, err := d.call(t.Context(), newClient(t, append(policy, outbound.WithMockTransport(base), outbound.WithMaxResponseBytes(limit))...), get())
				e := wantKind(t, err, httperror.ServerStatus)
				if string(e.Body) != "out of or" {
					t.Errorf("%s, limit %d: got the body %q, want what arrived of it", name, limit, e.Body)
				}
				base.WantClosed(t)
			})
		}
	}
}
