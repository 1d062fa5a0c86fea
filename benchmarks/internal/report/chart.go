package report

import (
	"fmt"
	"html"
	"io"
	"slices"

	"example.com/outbound/benchmarks/internal/suite"
)

// chart is one group of bars.
type chart struct {
	title, sub string
	bars       []mark
	unit       func(float64) string
	base       float64 // the value that the dashed line marks
}

// mark is a bar and, if hi > lo, its quartiles.
type mark struct {
	name          string
	value, lo, hi float64
}

func timeChart(title string, t suite.Table) chart {
	c := chart{title: title, sub: "× net/http beside it; the line spans the quartiles", unit: ratio, base: 1}
	for _, x := range t.Rows {
		q := x.Times.Ratio
		c.bars = append(c.bars, mark{x.Peer, q.Median, q.Q1, q.Q3})
	}
	return c
}

func (c chart) height() int { return 2*line + len(c.bars)*line + margin }

func (c chart) draw(w io.Writer, y int) {
	fmt.Fprintf(w, `<text class="t" x="%d" y="%d">%s</text>`+"\n", margin, y+line/2+2, c.title)
	fmt.Fprintf(w, `<text class="d" x="%d" y="%d">%s</text>`+"\n", margin, y+line+8, c.sub)
	y += 2 * line
	bars := slices.SortedStableFunc(slices.Values(c.bars), func(a, b mark) int {
		return int((a.value - b.value) * 1e6)
	})
	scale := float64(width-left-right) / c.widest()
	for i, b := range bars {
		top := y + i*line
		class := "b"
		if ours(b.name) {
			class = "o"
		}
		fmt.Fprintf(w, `<text x="%d" y="%d" text-anchor="end">%s</text>`+"\n", left-6, top+bar-1, html.EscapeString(label(b.name)))
		fmt.Fprintf(w, `<rect class="%s" x="%d" y="%d" width="%.1f" height="%d" rx="2"/>`+"\n", class, left, top, b.value*scale, bar)
		if b.hi > b.lo {
			fmt.Fprintf(w, `<line class="q" x1="%.1f" x2="%.1f" y1="%d" y2="%d"/>`+"\n", left+b.lo*scale, left+b.hi*scale, top+bar/2, top+bar/2)
		}
		fmt.Fprintf(w, `<text class="v" x="%.1f" y="%d">%s</text>`+"\n", left+max(b.value, b.hi)*scale+5, top+bar-1, c.unit(b.value))
	}
	x := left + c.base*scale
	fmt.Fprintf(w, `<line class="l" x1="%.1f" x2="%.1f" y1="%d" y2="%d"/>`+"\n", x, x, y-4, y+len(bars)*line-4)
}

// widest is the value that the bars and their quartiles reach.
func (c chart) widest() (most float64) {
	for _, b := range c.bars {
		most = max(most, b.value, b.hi)
	}
	return most
}

// label fits a name into the space before the bars.
func label(name string) string {
	if name == "go-retryablehttp, StandardClient" {
		return "retryablehttp, std."
	}
	return name
}
