package main

import (
	"fmt"
	"slices"
	"strings"
)

const (
	rowHeight   = 25
	columnTop   = 48
	columnWidth = 318
)

// picture is the content of chain.svg.
func picture() (string, error) {
	all, standard, err := chains()
	if err != nil {
		return "", err
	}
	border := slices.Index(all, "retry") + 1
	height := columnTop + max(border, len(all)-border)*rowHeight + 66
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 830 %d" font-family="ui-sans-serif, system-ui, -apple-system, 'Segoe UI', sans-serif" font-size="12" role="img" aria-labelledby="title desc">
  <title id="title">The chain of layers</title>
  <desc id="desc">A call comes in through R, a typed call, Do or HTTP, passes the layers per call down to retry, and each attempt passes the layers per attempt to the transport: %s.</desc>
%s`, height, strings.Join(all, ", "), style)
	fmt.Fprintf(&b, "  <rect class=\"paper\" width=\"830\" height=\"%d\" rx=\"6\"/>\n", height)
	for i, entry := range []string{"R(ctx)", "Get[T], Call[T]", "Do(req)", "HTTP()"} {
		y := columnTop + i*34
		fmt.Fprintf(&b, "  <rect class=\"box\" x=\"10\" y=\"%d\" width=\"116\" height=\"28\" rx=\"5\"/><text class=\"ink mono\" x=\"68\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", y, y+18, entry)
	}
	b.WriteString("  <text class=\"dim\" x=\"68\" y=\"30\" text-anchor=\"middle\">four entry points</text>\n")
	arrow(&b, fmt.Sprintf("M130 %d h20", columnTop+64))
	column(&b, 156, "per call (once per hop of a redirect)", all[:border], standard)
	retry := columnTop + (border-1)*rowHeight + 11
	arrow(&b, fmt.Sprintf("M476 %d h8 v%d h12", retry, columnTop+11-retry))
	column(&b, 500, "per attempt (once per send)", all[border:], standard)
	bottom := columnTop + (len(all)-border)*rowHeight
	arrow(&b, fmt.Sprintf("M659 %d v14", bottom+2))
	row(&b, 500, bottom+20, "transport", standard)
	legend := columnTop + border*rowHeight + 30
	fmt.Fprintf(&b, "  <rect class=\"on\" x=\"156\" y=\"%d\" width=\"14\" height=\"14\" rx=\"3\"/><text class=\"dim\" x=\"178\" y=\"%d\">on under Standard(). Other layers are off</text>\n", legend, legend+11)
	fmt.Fprintf(&b, "  <text class=\"dim\" x=\"178\" y=\"%d\">until an option switches them on.</text>\n</svg>\n", legend+27)
	return b.String(), nil
}

func column(b *strings.Builder, x int, title string, names, standard []string) {
	fmt.Fprintf(b, "  <text class=\"dim\" x=\"%d\" y=\"30\">%s</text>\n", x, title)
	for i, name := range names {
		row(b, x, columnTop+i*rowHeight, name, standard)
	}
}

func row(b *strings.Builder, x, y int, name string, standard []string) {
	class := "box"
	if slices.Contains(standard, name) {
		class = "on"
	}
	fmt.Fprintf(b, "  <rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"22\" rx=\"4\"/>", class, x, y, columnWidth)
	fmt.Fprintf(b, "<text class=\"ink mono\" x=\"%d\" y=\"%d\">%s</text><text class=\"dim\" x=\"%d\" y=\"%d\">%s</text>\n", x+8, y+15, name, x+138, y+15, jobs[name])
}

func arrow(b *strings.Builder, way string) {
	fmt.Fprintf(b, "  <path class=\"way\" d=\"%s\" marker-end=\"url(#tip)\"/>\n", way)
}

const style = `  <style>
    .paper { fill: #ffffff; }
    .ink { fill: #1f2328; }
    .dim { fill: #59636e; font-size: 11px; }
    .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 11px; }
    .box { fill: #f3f5f8; stroke: #c3cad2; }
    .on { fill: #dbeafe; stroke: #7aa7e0; }
    .way { fill: none; stroke: #59636e; stroke-width: 1.5; }
    .tip { fill: #59636e; }
    @media (prefers-color-scheme: dark) {
      .paper { fill: #0d1117; }
      .ink { fill: #e6edf3; }
      .dim { fill: #9aa4af; }
      .box { fill: #1b222b; stroke: #444c56; }
      .on { fill: #173a63; stroke: #3d6ea8; }
      .way { stroke: #9aa4af; }
      .tip { fill: #9aa4af; }
    }
  </style>
  <defs>
    <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker>
  </defs>
`
