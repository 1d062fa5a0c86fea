package chart_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"example.com/outbound/internal/chart"
)

func TestTheTicksOfAnAxisAreRoundAndFew(t *testing.T) {
	for end, last := range map[float64]string{
		0.04: "0.04", 1: "1", 6: "6", 47: "40", 60: "60", 61: "60", 3600: "3000", 9.2e9: "8000000000", math.MaxInt64 * 1e-9: "8000000000",
	} {
		var ticks []string
		chart.Spans("label", "title", end, nil, chart.Legend{}, func(seconds float64) string {
			ticks = append(ticks, fmt.Sprintf("%.12g", seconds))
			return ""
		})
		if n := len(ticks); n < 3 || n > 7 || ticks[0] != "0" || ticks[n-1] != last {
			t.Errorf("%g: got %v, want 3 to 7, from 0 to %s", end, ticks, last)
		}
	}
}

func TestASpanEndsAtTheEndOfTheAxis(t *testing.T) {
	got := chart.Spans("label", "a < b", 10, []chart.Span{{Low: 0, Mean: 5, High: 20, End: math.Inf(1)}}, chart.Legend{}, func(float64) string { return "" })
	for _, want := range []string{`a &lt; b`, `<rect class="band" x="30.0" y="52.0" width="354.0"`, `<rect class="bar" x="384.0" y="58.0" width="2.0"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in\n%s", want, got)
		}
	}
	for _, wrong := range []string{"NaN", "Inf"} {
		if strings.Contains(got, wrong) {
			t.Errorf("there is %s in\n%s", wrong, got)
		}
	}
}
