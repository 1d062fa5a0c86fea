package inspect_test

import (
	"context"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/observe/inspect"
)

type payloadKey struct{}

// A body that is neither read nor closed, on a base that does not look at the context,
// is a call without an end.
func TestACallThatNeverEndsIsForgottenWithTheLastOnes(t *testing.T) {
	const calls, payload = 200, 100_000
	i := inspect.New(inspect.Keep(3))
	c, err := outbound.New(outbound.WithTransport(doortest.Memory{}), outbound.WithObserver(i.Observer()))
	if err != nil {
		t.Fatal(err)
	}
	before := heap()
	for range calls {
		ctx := context.WithValue(context.Background(), payloadKey{}, make([]byte, payload))
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://api.test/", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.HTTP().Do(req); err != nil {
			t.Fatal(err)
		}
	}
	if grown := heap() - before; grown > calls*payload/4 {
		t.Errorf("%d bytes are kept for %d calls", grown, calls)
	}
	if text := page(t, i, "/calls/text"); strings.Count(text, "\n") != 4 {
		t.Errorf("got\n%s", text)
	}
	runtime.KeepAlive(c)
}

func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
