package chart

import (
	"fmt"
	"slices"
	"strings"
)

// Plot is a picture of shares over time: each line has one point per second. There
// is room for four lines.
type Plot struct {
	Title string
	Lines [][]float64 // 0 to 1
}

// Lines draws the plots below each other. names are the names of the lines. The
// seconds from begin to end have a grey background.
func Lines(label, axis string, names []string, begin, end int, plots []Plot) string {
	const height, plotHeight = 150, 96
	const left, right = 44, width - 12
	d := &drawing{}
	for i, name := range names {
		x, y := float64(12+i%2*200), float64(16+i/2*17)
		d.add(`<line class="line l%d" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`, i, x, x+28, y-4, y-4)
		d.text(x+34, y, "", "start", name)
	}
	for i, p := range plots {
		top := float64(46 + i*height)
		ground := top + 16 + plotHeight
		scale := (right - left) / float64(len(p.Lines[0])-1)
		d.text(12, top+8, "title", "start", p.Title)
		d.add(`<rect class="band" x="%.1f" y="%.1f" width="%.1f" height="%d"/>`, left+float64(begin)*scale, top+16, float64(end-begin)*scale, plotHeight)
		for _, share := range []float64{0, .5, 1} {
			y := ground - share*plotHeight
			d.add(`<line class="axis" x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke-opacity="%.1f"/>`, left, right, y, y, 1-share/2)
			d.text(left-4, y+4, "muted", "end", fmt.Sprintf("%.0f%%", 100*share))
		}
		for second := 0; left+float64(second)*scale < right-60; second += 50 {
			d.text(left+float64(second)*scale, ground+13, "muted", "middle", fmt.Sprint(second))
		}
		d.text(right, ground+13, "muted", "end", axis)
		for k, line := range slices.Backward(p.Lines) { // the dashed ones are the first, and above
			var path strings.Builder
			for second, share := range line {
				fmt.Fprintf(&path, "%.1f,%.1f ", left+float64(second)*scale, ground-share*plotHeight)
			}
			d.add(`<polyline class="line l%d" points="%s"/>`, k, strings.TrimSpace(path.String()))
		}
	}
	return d.svg(float64(46+len(plots)*height), label)
}
