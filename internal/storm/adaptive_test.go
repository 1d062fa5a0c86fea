package main

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func overloaded(t *testing.T, clients int, adaptive bool) (loads []*load) {
	t.Helper()
	synctest.Test(t, func(*testing.T) { loads = overload(clients, adaptive) })
	return loads
}

func TestAnAdaptiveLimitKeepsTheLatencyAndTheThroughput(t *testing.T) {
	for _, clients := range []int{1, 2} {
		without, with := overloaded(t, clients, false), overloaded(t, clients, true)
		for phase := range phases {
			for i, l := range with {
				if got := l.mean(phase); got > 175*time.Millisecond {
					t.Errorf("%d clients, phase %d: got a mean latency of %v, want at most 175ms", clients, phase, got)
				}
				fair := without[i].rate(phase)
				if got := l.rate(phase); got < .8*fair || got > 1.2*fair {
					t.Errorf("%d clients, phase %d: got %.0f answers a second for client %d, want %.0f within 20 %%", clients, phase, got, i, fair)
				}
			}
			if got, want := total(with, phase), total(without, phase); got < .95*want {
				t.Errorf("%d clients, phase %d: got %.0f answers a second, want at least 95 %% of %.0f", clients, phase, got, want)
			}
		}
	}
	if raceDetector || *write {
		return
	}
	if !strings.Contains(file(t, "storm.md"), overloadTable(measureOverload(t))) {
		t.Error("docs/storm.md has not the table of the overload: go run ./internal/storm")
	}
}

func total(loads []*load, phase int) (rate float64) {
	for _, l := range loads {
		rate += l.rate(phase)
	}
	return rate
}

func measureOverload(t *testing.T) (rows [][]*load) {
	t.Helper()
	for _, clients := range []int{1, 2} {
		for _, adaptive := range []bool{false, true} {
			rows = append(rows, overloaded(t, clients, adaptive))
		}
	}
	return rows
}
