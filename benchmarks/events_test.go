package main

import (
	"testing"

	"example.com/outbound/benchmarks/internal/limits"
	"example.com/outbound/benchmarks/internal/suite"
)

func TestAnEventStreamIsReadAtTheRateThatIsPromised(t *testing.T) {
	got, err := suite.MeasureEvents()
	if err != nil {
		t.Fatal(err)
	}
	if got.Allocs > limits.EventAllocs {
		t.Errorf("got %.2f allocations an event, want at most %v", got.Allocs, limits.EventAllocs)
	}
	if got.Rate < limits.EventRate {
		t.Errorf("got %.0f MB/s, want at least %.0f", got.Rate/1e6, limits.EventRate/1e6)
	}
	t.Logf("%.0f MB/s, %.2f allocations an event", got.Rate/1e6, got.Allocs)
}
