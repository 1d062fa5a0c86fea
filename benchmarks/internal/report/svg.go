package report

import (
	"fmt"
	"html"
	"io"
	"slices"

	"example.com/outbound/benchmarks/internal/suite"
)

// The picture is 400 units wide, so that at 400 pixels its text is as big as it
// is written here.
const (
	width  = 400
	left   = 150 // of the bars; the names stand before them
	right  = 60  // beside the bars; the values stand there
	line   = 20
	bar    = 12
	margin = 12
)

const style = `<style>
svg{--fg:#1f2328;--dim:#59636e;--bar:#c8d1da;--own:#0969da;--bg:#ffffff}
@media(prefers-color-scheme:dark){svg{--fg:#e6edf3;--dim:#9198a1;--bar:#484f58;--own:#4493f8;--bg:#0d1117}}
text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:var(--fg)}
.t{font-weight:600;font-size:13px}.d{fill:var(--dim)}.v{font-variant-numeric:tabular-nums}
.b{fill:var(--bar)}.o{fill:var(--own)}.q{stroke:var(--fg);stroke-width:1.5}.l{stroke:var(--dim);stroke-dasharray:2 3}
</style>
`

// chart is one group of bars.
type chart struct {
	title, sub string
	bars       []mark
	unit       func(float64) string
	base       float64 // where the dashed line stands
}

// mark is a bar and, if hi > lo, its quartiles.
type mark struct {
	name          string
	value, lo, hi float64
}

// SVG draws the parity case: time against net/http, and allocations.
func SVG(w io.Writer, r suite.Results) {
	parity := r.Memory[0]
	times := chart{title: "Time of a call", sub: "× net/http beside it; the line spans the quartiles", unit: ratio, base: 1}
	allocs := chart{title: "Allocations of a call", sub: "net/http: the call and the decoding alone", unit: count}
	for _, x := range parity.Rows {
		q := x.Times.Ratio
		times.bars = append(times.bars, mark{x.Peer, q.Median, q.Q1, q.Q3})
		allocs.bars = append(allocs.bars, mark{name: x.Peer, value: float64(x.Cost.Allocs)})
	}
	allocs.base = allocs.bars[0].value
	charts := []chart{times, allocs}
	height := margin
	for _, c := range charts {
		height += c.height()
	}
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="Retry, log line, token, request ID, GET and decode: time and allocations of each client">`+"\n", width, height, width, height)
	fmt.Fprint(w, style, `<rect width="100%" height="100%" fill="var(--bg)"/>`, "\n")
	y := margin
	for _, c := range charts {
		c.draw(w, y)
		y += c.height()
	}
	fmt.Fprintln(w, "</svg>")
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
