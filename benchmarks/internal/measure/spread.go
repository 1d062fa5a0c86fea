package measure

import (
	"encoding/json"
	"fmt"
	"slices"
)

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

// Above reports whether both quartiles are above x, and Below whether both are
// below it. Where neither holds the run does not tell which is larger.
func (s Spread) Above(x float64) bool { return s.Q1 > x }

// Below is the counterpart of Above.
func (s Spread) Below(x float64) bool { return s.Q3 < x }

// MarshalJSON writes the three numbers with four digits each.
func (s Spread) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%.4g,%.4g,%.4g]", s.Q1, s.Median, s.Q3), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Spread) UnmarshalJSON(b []byte) error {
	var of [3]float64
	err := json.Unmarshal(b, &of)
	*s = Spread{of[0], of[1], of[2]}
	return err
}
