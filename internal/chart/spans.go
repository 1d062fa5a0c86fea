package chart

import (
	"math"
	"strconv"
)

// Span is a row on an axis of time, in seconds: something may begin between Low
// and High, begins at Mean on average, and ends by End.
type Span struct{ Low, Mean, High, End float64 }

// Legend names the three marks of a [Span].
type Legend struct{ Begin, Mean, Run string }

const (
	rowHeight = 28
	rowsTop   = 52
)

// Spans draws rows that are numbered from 1, on an axis from 0 to end. What is
// later than end is not drawn. format writes a value of the axis.
func Spans(label, title string, end float64, rows []Span, legend Legend, format func(seconds float64) string) string {
	const left, right = 30, width - 16
	d := &drawing{}
	at := func(seconds float64) float64 { return left + min(seconds, end)/end*(right-left) }
	bar := func(class string, x1, x2, y, height float64) {
		d.add(`<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="2"/>`, class, x1, y, max(x2-x1, 2), height)
	}
	mean := func(x, y float64) {
		d.add(`<line class="line l2" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`, x, x, y, y+20)
	}
	d.text(10, 20, "title", "start", title)
	ground := float64(rowsTop + rowHeight*len(rows))
	for i, step := 0, tick(end); float64(i)*step <= end; i++ {
		x := at(float64(i) * step)
		d.add(`<line class="axis" x1="%.1f" x2="%.1f" y1="%d" y2="%.1f" stroke-opacity="0.5"/>`, x, x, rowsTop-8, ground)
		d.text(x, rowsTop-12, "muted", "middle", format(float64(i)*step))
	}
	for i, r := range rows {
		y := float64(rowsTop + rowHeight*i)
		d.text(10, y+14, "", "start", strconv.Itoa(i+1))
		bar("band", at(r.Low), at(r.High), y, 18)
		bar("bar", at(r.High), at(r.End), y+6, 6)
		mean(at(r.Mean), y-1)
	}
	y := ground + 10
	bar("band", 10, 26, y, 12)
	d.text(31, y+10, "muted", "start", legend.Begin)
	mean(130, y-4)
	d.text(137, y+10, "muted", "start", legend.Mean)
	bar("bar", 270, 286, y+3, 6)
	d.text(291, y+10, "muted", "start", legend.Run)
	return d.svg(ground+34, label)
}

// tick is a round distance, 1, 2 or 5 times a power of ten, of which six at most
// fit into end.
func tick(end float64) float64 {
	decade := math.Pow(10, math.Floor(math.Log10(end/6)))
	for _, m := range []float64{1, 2, 5} {
		if end/(m*decade) <= 6 {
			return m * decade
		}
	}
	return 10 * decade
}
