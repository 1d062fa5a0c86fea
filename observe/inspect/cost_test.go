package inspect_test

import (
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/observe/inspect"
)

func TestACallThatIsWatchedCostsAtMostThirtyAllocations(t *testing.T) {
	bare := testing.AllocsPerRun(500, doortest.PlainGet(t))
	got := testing.AllocsPerRun(500, doortest.PlainGet(t, outbound.WithObserver(inspect.New().Observer()))) - bare
	t.Logf("%v allocations", got)
	if got > 30 {
		t.Errorf("got %v allocations more than without, want at most 30", got)
	}
}

func BenchmarkGet(b *testing.B) {
	for name, opts := range map[string][]outbound.Option{"bare": nil, "watched": {outbound.WithObserver(inspect.New().Observer())}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			call := doortest.PlainGet(b, opts...)
			for b.Loop() {
				call()
			}
		})
	}
}
