package report

import (
	"fmt"
	"io"

	"example.com/outbound/benchmarks/internal/cases"
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

// SVG draws the parity case with bounds: time against net/http in memory and on
// loopback, and allocations.
func SVG(w io.Writer, r suite.Results) {
	parity := r.Memory.Of(cases.ParityBounded)
	allocs := chart{title: "Allocations of a call", sub: "net/http: the bounds, the call and the decoding alone", unit: count}
	for _, x := range parity.Rows {
		allocs.bars = append(allocs.bars, mark{name: x.Peer, value: float64(x.Cost.Allocs)})
	}
	allocs.base = allocs.bars[0].value
	charts := []chart{
		timeChart("Time of a call, in memory", parity),
		timeChart("Time of a call, 50 callers on loopback", r.Crowds.Of(suite.CrowdBounded)),
		allocs,
	}
	height := margin
	for _, c := range charts {
		height += c.height()
	}
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="Two bounds, retry, log line, token, request ID, GET and decode: time and allocations of each client">`+"\n", width, height, width, height)
	fmt.Fprint(w, style, `<rect width="100%" height="100%" fill="var(--bg)"/>`, "\n")
	y := margin
	for _, c := range charts {
		c.draw(w, y)
		y += c.height()
	}
	fmt.Fprintln(w, "</svg>")
}
