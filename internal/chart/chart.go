// Package chart draws the pictures of the documentation: SVG that is readable at
// 400 pixels, on a light and on a dark page.
package chart

import (
	"fmt"
	"html"
	"strings"
)

// width is the width of every picture in pixels. Text is 11 to 13 pixels high.
const width = 400

// style has colours that colour-blind readers can tell apart (the palette of Okabe
// and Ito), lighter ones on a dark page.
const style = `text { font: 11px system-ui, sans-serif; fill: #24292f }
.title { font-size: 13px; font-weight: 600 }
.mono { font: 11px ui-monospace, monospace }
.muted { fill: #57606a }
.page { fill: #ffffff }
.band { fill: #8c959f; fill-opacity: .25 }
.axis { stroke: #8c959f; stroke-width: 1 }
.bar { fill: #0072b2 }
.mark { stroke: #ffffff; stroke-width: 1.5 }
.line { fill: none; stroke-width: 2 }
.l0 { stroke: #57606a; stroke-dasharray: 2 3 }
.l1 { stroke: #d55e00; stroke-dasharray: 7 3 }
.l2 { stroke: #aa4499 }
.l3 { stroke: #0072b2; stroke-width: 3 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.muted { fill: #9da7b3 }
.page { fill: #0d1117 }
.bar { fill: #56b4e9 }
.mark { stroke: #0d1117 }
.l0 { stroke: #9da7b3 }
.l1 { stroke: #ff9d4d }
.l2 { stroke: #e49bd7 }
.l3 { stroke: #56b4e9 }
}`

// drawing collects the elements of a picture.
type drawing struct{ b strings.Builder }

func (d *drawing) add(format string, args ...any) { fmt.Fprintf(&d.b, format+"\n", args...) }

func (d *drawing) text(x, y float64, class, anchor, s string) {
	d.add(`<text x="%.1f" y="%.1f" class="%s" text-anchor="%s">%s</text>`, x, y, class, anchor, html.EscapeString(s))
}

// svg returns the picture, height pixels high. label describes it for screen
// readers.
func (d *drawing) svg(height float64, label string) string {
	return fmt.Sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" width=\"%d\" role=\"img\" aria-label=\"%s\">\n<style>\n%s\n</style>\n<rect class=\"page\" width=\"%d\" height=\"%.0f\"/>\n%s</svg>\n",
		width, height, width, html.EscapeString(label), style, width, height, d.b.String())
}
