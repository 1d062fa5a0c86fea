package chart

import "math"

// Bar is drawn from Low to High, with a mark at Mean unless that is 0, and Text
// above it. If None is set only the text is drawn.
type Bar struct {
	Low, Mean, High float64
	Text            string
	None            bool
}

// Panel is a small picture of bars that are numbered from 1.
type Panel struct {
	Title string // in the font of code
	Bars  []Bar
}

const (
	panelWidth  = width / 2
	panelHeight = 118
	barsHeight  = 62
)

// Bars draws the panels in two columns, each with its own scale. axis is written
// under each panel.
func Bars(label, axis string, panels []Panel) string {
	d := &drawing{}
	for i, p := range panels {
		d.panel(float64(i%2*panelWidth), float64(i/2*panelHeight), p, axis)
	}
	return d.svg(float64((len(panels)+1)/2*panelHeight+4), label)
}

func (d *drawing) panel(x, y float64, p Panel, axis string) {
	const margin = 10
	d.text(x+margin, y+16, "mono", "start", p.Title)
	top := 0.
	for _, b := range p.Bars {
		top = max(top, b.High)
	}
	ground := y + 34 + barsHeight
	at := func(v float64) float64 {
		if top == 0 {
			return ground
		}
		return ground - v/top*barsHeight
	}
	step := (panelWidth - 2*margin) / math.Max(float64(len(p.Bars)), 6)
	for i, b := range p.Bars {
		left := x + margin + float64(i)*step
		d.text(left+step/2, at(b.High)-3, "", "middle", b.Text)
		if b.None {
			continue
		}
		d.add(`<rect class="bar" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, left+2, at(b.High), step-4, max(at(b.Low)-at(b.High), 1.5))
		if b.Mean > 0 && at(b.Low)-at(b.High) > 6 {
			d.add(`<line class="mark" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`, left+2, left+step-2, at(b.Mean), at(b.Mean))
		}
	}
	d.add(`<line class="axis" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`, x+margin, x+panelWidth-margin, ground+.5, ground+.5)
	d.text(x+margin, ground+13, "muted", "start", axis)
}
