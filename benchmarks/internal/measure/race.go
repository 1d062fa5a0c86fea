package measure

import "time"

// Race times runners against a base line. Each runner's turn has the base line
// run right before it, so that whatever else the machine does slows down both;
// the runners take turns, round by round, beginning with another one each time.
type Race struct {
	Rounds int
	Turn   time.Duration // of one runner; at least one operation is done
}

// Times is the outcome for one runner.
type Times struct {
	Ratio  Spread    // to the base line beside it
	Nanos  Spread    // per operation
	ratios []float64 // round by round
}

// Versus is how long t took, as a ratio to o: round by round, each to its own turn
// of the base line.
func (t Times) Versus(o Times) Spread {
	var all []float64
	for i := range min(len(t.ratios), len(o.ratios)) {
		all = append(all, t.ratios[i]/o.ratios[i])
	}
	return SpreadOf(all)
}

// Run returns the times of the runners in their order. The base line may be one
// of them.
func (r Race) Run(base func(), runners []func()) []Times {
	baseN := r.count(base)
	counts := make([]int, len(runners))
	for i, f := range runners {
		counts[i] = r.count(f)
	}
	ratios, nanos := make([][]float64, len(runners)), make([][]float64, len(runners))
	for round := range r.Rounds {
		for turn := range runners {
			i := (round + turn) % len(runners)
			beside := each(baseN, base)
			took := each(counts[i], runners[i])
			ratios[i] = append(ratios[i], took/beside)
			nanos[i] = append(nanos[i], took)
		}
	}
	times := make([]Times, len(runners))
	for i := range times {
		times[i] = Times{SpreadOf(ratios[i]), SpreadOf(nanos[i]), ratios[i]}
	}
	return times
}

// count returns how many operations fill a turn. The best of three tells: a
// moment in which the machine does something else would make turns of a few
// operations, which find everything cold.
func (r Race) count(f func()) int {
	f() // dials, fills pools
	n := 1
	for {
		best := min(each(n, f), each(n, f), each(n, f))
		if took := best * float64(n); took >= float64(r.Turn)/4 {
			return max(1, int(float64(r.Turn)/best))
		}
		n *= 2
	}
}

// each returns the nanoseconds of one of n operations.
func each(n int, f func()) float64 {
	start := time.Now()
	for range n {
		f()
	}
	return float64(time.Since(start)) / float64(n)
}
