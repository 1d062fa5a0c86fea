package measure_test

import (
	"encoding/json"
	"runtime"
	"testing"
	"time"

	"example.com/outbound/benchmarks/internal/measure"
)

var kept [][]byte // what a test allocates must outlive it

func TestSpreadLiesBetweenTheValues(t *testing.T) {
	for _, tt := range []struct {
		of   string
		xs   []float64
		want measure.Spread
	}{
		{"nothing", nil, measure.Spread{}},
		{"one value", []float64{3}, measure.Spread{Q1: 3, Median: 3, Q3: 3}},
		{"five values in any order", []float64{5, 1, 4, 2, 3}, measure.Spread{Q1: 2, Median: 3, Q3: 4}},
		{"an even number of values", []float64{1, 2, 3, 4}, measure.Spread{Q1: 1.75, Median: 2.5, Q3: 3.25}},
	} {
		t.Run(tt.of, func(t *testing.T) {
			if got := measure.SpreadOf(tt.xs); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestASpreadIsOnASideOfANumberWithBothQuartiles(t *testing.T) {
	for s, want := range map[measure.Spread][2]bool{
		{Q1: 1.1, Median: 1.2, Q3: 1.3}: {true, false},
		{Q1: 0.7, Median: 0.8, Q3: 0.9}: {false, true},
		{Q1: 0.9, Median: 1.2, Q3: 1.3}: {false, false},
	} {
		if got := [2]bool{s.Above(1), s.Below(1)}; got != want {
			t.Errorf("%v: got above %t, below %t", s, got[0], got[1])
		}
	}
}

func TestASpreadIsReadAsItWasWritten(t *testing.T) {
	want := measure.Spread{Q1: 0.9876, Median: 1, Q3: 12345}
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got measure.Spread
	if err := json.Unmarshal(b, &got); err != nil || got.Q1 != want.Q1 || got.Median != want.Median || got.Q3 != 12350 && got.Q3 != 12340 {
		t.Errorf("got %v from %s, error %v", got, b, err)
	}
}

func TestAllocsAreCountedExactly(t *testing.T) {
	got := measure.Allocs(100, func() { kept = [][]byte{make([]byte, 1<<10)} })
	if want := (measure.Cost{Allocs: 2, Bytes: 1<<10 + 24}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestPeakSeesWhatIsAliveAtOnce(t *testing.T) {
	const mib = 1 << 20
	kept = nil
	p := measure.NewPeak()
	for range 8 { // one after the other, each dropped for the next
		kept = [][]byte{make([]byte, mib)}
		p.Look()
	}
	if got := p.High(); got < mib || got > 2*mib+mib/8 {
		t.Errorf("got a peak of %d bytes, want between one and two MiB", got)
	}
}

func TestSitesNameTheFunctionThatAllocates(t *testing.T) {
	for _, s := range measure.Sites(50, func() { kept = [][]byte{make([]byte, 1<<10)} }) {
		for _, f := range s.Stack {
			if f.Function == "example.com/outbound/benchmarks/internal/measure_test.TestSitesNameTheFunctionThatAllocates.func1" && s.Objects == 1 {
				return
			}
		}
	}
	t.Error("got no site in the function")
}

func TestARaceComparesEachTurnWithTheBaseLineBesideIt(t *testing.T) {
	race := measure.Race{Rounds: 5, Turn: time.Millisecond}
	work := func(n int) func() {
		return func() {
			for range n {
				kept = [][]byte{make([]byte, 1<<10)}
			}
		}
	}
	times := race.Run(work(10), []func(){work(10), work(1000)})
	if versus := times[1].Versus(times[0]); versus.Median < 10 {
		t.Errorf("got %v, want a hundred times, or so", versus)
	}
	if same, more := times[0].Ratio.Median, times[1].Ratio.Median; more < 10*same {
		t.Errorf("got ratios %.1f and %.1f, want the second a hundred times the first, or so", same, more)
	}
}

func TestInFlightWaitsUntilAllAreInside(t *testing.T) {
	inside, open := make(chan []byte, 100), make(chan struct{})
	f := measure.InFlight(100, func() {
		held := make([]byte, 64<<10)
		inside <- held
		<-open
		runtime.KeepAlive(held)
	}, func() int64 { return int64(len(inside)) }, func() { close(open) })
	if f.Heap < 64<<10 {
		t.Errorf("got %.0f bytes per call, want at least those that it holds", f.Heap)
	}
}
