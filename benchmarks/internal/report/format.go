package report

import (
	"fmt"
)

func count(x float64) string { return fmt.Sprintf("%.0f", x) }
func ratio(x float64) string { return fmt.Sprintf("%.2f ×", x) }
func kilo(x float64) string  { return fmt.Sprintf("%.1f KiB", x/(1<<10)) }
func mega(x float64) string  { return fmt.Sprintf("%.1f MB", x/1e6) }

// size picks the unit.
func size(x float64) string {
	if x < 1e6 {
		return kilo(x)
	}
	return mega(x)
}

// micros prints nanoseconds in a unit that suits them.
func micros(ns float64) string {
	switch {
	case ns < 100e3:
		return fmt.Sprintf("%.1f µs", ns/1e3)
	case ns < 1e6:
		return fmt.Sprintf("%.0f µs", ns/1e3)
	}
	return fmt.Sprintf("%.1f ms", ns/1e6)
}
