package main

import (
	"fmt"
	"html"
	"strings"
	"time"

	"example.com/outbound/config"
)

// The picture is as wide as a phone, so that nothing in it becomes too small
// there; its colours follow the reader's.
const (
	pictureWidth = 400
	rowHeight    = 30
	marginLeft   = 30
	marginRight  = 14
	marginTop    = 52
)

const pictureStyle = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .small { font-size: 12px; fill: #59636e; }
  .grid { stroke: #d1d9e0; }
  .may { fill: #b6d4fe; } .run { fill: #0969da; } .mean { stroke: #1f2328; stroke-width: 2; }
  .page { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .small { fill: #9198a1; } .grid { stroke: #3d444d; }
    .may { fill: #1f4a80; } .run { fill: #58a6ff; } .mean { stroke: #f0f6fc; } .page { fill: #0d1117; }
  }
`

// picture is the schedule as an SVG: per attempt when it may start, when it does
// in the mean, and how long it may take.
func picture(x *config.Explanation) string {
	steps, worst := x.Schedule()
	end := worst
	if end == config.NoBound {
		end = latestKnown(steps) * 5 / 4
	}
	end = max(end, time.Second)
	at := func(d time.Duration) float64 {
		return marginLeft + float64(min(d, end))/float64(end)*(pictureWidth-marginLeft-marginRight)
	}
	height := marginTop + rowHeight*len(steps) + 46
	var b strings.Builder
	title := fmt.Sprintf("When %s sends: %d attempts, %s at worst", x.Name, len(steps), bounded(worst))
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n", pictureWidth, height, html.EscapeString(title))
	fmt.Fprintf(&b, "<title>%s</title>\n<style>%s</style>\n", html.EscapeString(title), pictureStyle)
	fmt.Fprintf(&b, "<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n", pictureWidth, height)
	fmt.Fprintf(&b, "<text x=\"8\" y=\"20\">%s</text>\n", html.EscapeString(fitted(x.Name+": worst case "+bounded(worst))))
	for _, tick := range ticks(end) {
		fmt.Fprintf(&b, "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n", at(tick), at(tick), marginTop-8, height-40)
		fmt.Fprintf(&b, "<text class=\"small\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>\n", at(tick), marginTop-12, short(tick))
	}
	for i, s := range steps {
		y := marginTop + rowHeight*i
		stop := end
		if x.AttemptTimeout > 0 && s.Latest < end-x.AttemptTimeout {
			stop = s.Latest + x.AttemptTimeout
		}
		fmt.Fprintf(&b, "<text x=\"10\" y=\"%d\">%d</text>\n", y+16, s.Attempt)
		fmt.Fprintf(&b, "<rect class=\"may\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"20\" rx=\"3\"/>\n", at(s.Earliest), y, max(at(s.Latest)-at(s.Earliest), 2))
		fmt.Fprintf(&b, "<rect class=\"run\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"6\" rx=\"3\"/>\n", at(s.Latest), y+7, max(at(stop)-at(s.Latest), 2))
		fmt.Fprintf(&b, "<line class=\"mean\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n", at(s.Mean), at(s.Mean), y-1, y+21)
	}
	y := height - 14
	fmt.Fprintf(&b, "<rect class=\"may\" x=\"10\" y=\"%d\" width=\"16\" height=\"12\" rx=\"3\"/><text class=\"small\" x=\"31\" y=\"%d\">may start</text>\n", y-10, y)
	fmt.Fprintf(&b, "<line class=\"mean\" x1=\"110\" x2=\"110\" y1=\"%d\" y2=\"%d\"/><text class=\"small\" x=\"117\" y=\"%d\">starts in the mean</text>\n", y-11, y+3, y)
	fmt.Fprintf(&b, "<rect class=\"run\" x=\"240\" y=\"%d\" width=\"16\" height=\"6\" rx=\"3\"/><text class=\"small\" x=\"261\" y=\"%d\">runs, at the latest</text>\n", y-7, y)
	b.WriteString("</svg>\n")
	return b.String()
}

// fitted cuts a text that is too long for a line of the picture.
func fitted(text string) string {
	const most = 52
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

func latestKnown(steps []config.Step) (d time.Duration) {
	for _, s := range steps {
		for _, at := range []time.Duration{s.Earliest, s.Mean, s.Latest} {
			if at != config.NoBound {
				d = max(d, at)
			}
		}
	}
	return d
}

// ticks are round times from 0 to end, seven at most.
func ticks(end time.Duration) (out []time.Duration) {
	step := time.Nanosecond
	for decade := time.Millisecond; end/step > 6; decade *= 10 {
		for _, m := range []time.Duration{1, 2, 5} {
			if step = m * decade; end/step <= 6 {
				break
			}
		}
	}
	for d := time.Duration(0); d <= end; d += step {
		out = append(out, d)
	}
	return out
}
