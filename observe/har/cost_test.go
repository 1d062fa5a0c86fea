package har_test

import (
	"io"
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/observe/har"
)

func TestACallThatIsRecordedCostsAtMostThirtyAllocations(t *testing.T) {
	bare := testing.AllocsPerRun(500, doortest.PlainGet(t))
	got := testing.AllocsPerRun(500, doortest.PlainGet(t, outbound.WithObserver(har.New(io.Discard).Observer()))) - bare
	t.Logf("%v allocations", got)
	if got > 30 {
		t.Errorf("got %v allocations more than without, want at most 30", got)
	}
}

func BenchmarkGet(b *testing.B) {
	for name, opts := range map[string][]outbound.Option{"bare": nil, "recorded": {outbound.WithObserver(har.New(io.Discard).Observer())}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			call := doortest.PlainGet(b, opts...)
			for b.Loop() {
				call()
			}
		})
	}
}
