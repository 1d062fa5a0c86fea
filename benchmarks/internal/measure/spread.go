package measure

import "slices"

// Spread is a median with its quartiles.
type Spread struct{ Q1, Median, Q3 float64 }

// SpreadOf returns the spread of xs, the zero Spread if there are none.
// Quartiles lie between two values where need be.
func SpreadOf(xs []float64) Spread {
	if len(xs) == 0 {
		return Spread{}
	}
	sorted := slices.Sorted(slices.Values(xs))
	at := func(q float64) float64 {
		pos := q * float64(len(sorted)-1)
		i := int(pos)
		if i+1 == len(sorted) {
			return sorted[i]
		}
		return sorted[i] + (pos-float64(i))*(sorted[i+1]-sorted[i])
	}
	return Spread{at(0.25), at(0.5), at(0.75)}
}
