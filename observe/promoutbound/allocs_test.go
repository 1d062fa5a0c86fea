package promoutbound_test

import (
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/observe/promoutbound"
)

func observed(t testing.TB) outbound.Option {
	t.Helper()
	o, err := promoutbound.New(prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	return outbound.WithObserver(o)
}

func TestACallThatIsCountedCostsAtMostTwoAllocations(t *testing.T) {
	got := testing.AllocsPerRun(500, doortest.PlainGet(t, observed(t))) - testing.AllocsPerRun(500, doortest.PlainGet(t))
	t.Logf("%v allocations", got)
	if got > 2 {
		t.Errorf("got %v allocations more than without, want at most 2", got)
	}
}

func BenchmarkGet(b *testing.B) {
	for name, opts := range map[string][]outbound.Option{"bare": nil, "counted": {observed(b)}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			call := doortest.PlainGet(b, opts...)
			for b.Loop() {
				call()
			}
		})
	}
}
