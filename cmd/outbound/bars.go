package main

import (
	"fmt"
	"strings"
	"time"
)

// phase is a part of an attempt and how it is drawn, with and without colour.
type phase struct {
	name, color string
	mark        rune
}

var (
	phaseDNS     = phase{"dns", "35", '░'}
	phaseConnect = phase{"connect", "33", '▒'}
	phaseTLS     = phase{"tls", "36", '▓'}
	phaseServer  = phase{"server", "32", '█'}
	phaseOther   = phase{"other", "37", '─'}
	phaseBody    = phase{"body", "34", '▄'}
	phaseWait    = phase{"wait", "90", '·'}
	nothing      = phase{"", "", ' '}
)

var legend = []phase{phaseDNS, phaseConnect, phaseTLS, phaseServer, phaseBody, phaseWait}

// timeline prints the record of a call: bars where they can be seen, else lines.
func (s screen) timeline(t *timeline) {
	text := s.lines(t)
	if s.bars && len(t.attempts) > 0 {
		text = s.drawn(t)
	}
	_, _ = fmt.Fprint(s, text) // what cannot be told does not change the answer
}

const (
	numberWidth = 3  // the attempt's
	resultWidth = 24 // outcome and duration, right of the bar
	leastCells  = 10
)

// drawn is a bar per attempt, on one axis of time, with the wait after it.
func (s screen) drawn(t *timeline) string {
	cells := max(s.width-numberWidth-resultWidth, leastCells)
	var b strings.Builder
	for i := range t.attempts {
		a := &t.attempts[i]
		fmt.Fprintf(&b, "%-*d%s %s %s\n", numberWidth, i+1, s.bar(t, i, cells), a.outcome(), short(a.end-a.start))
	}
	end := short(t.total)
	fmt.Fprintf(&b, "%*s0%*s\n", numberWidth, "", cells-1, end)
	b.WriteString(strings.Repeat(" ", numberWidth))
	for i, p := range legend {
		if i > 0 {
			b.WriteString("  ")
		}
		b.WriteString(s.paint(p.color, string(p.mark)) + " " + p.name)
	}
	return b.String() + "\n" + strings.Repeat(" ", numberWidth) + t.summary()
}

// bar draws attempt i. What happened at all has a cell at least.
func (s screen) bar(t *timeline, i, cells int) string {
	var b strings.Builder
	last, run := nothing, ""
	for c := range cells {
		from := t.total * time.Duration(c) / time.Duration(cells)
		to := t.total * time.Duration(c+1) / time.Duration(cells)
		p := t.at(i, from, to)
		if p != last {
			b.WriteString(s.paint(last.color, run))
			last, run = p, ""
		}
		run += string(p.mark)
	}
	return b.String() + s.paint(last.color, run)
}

// at is the phase of attempt i that most of the time from, to belongs to. In the
// cell that it starts in, what follows it does not count.
func (t *timeline) at(i int, from, to time.Duration) phase {
	a := t.attempts[i]
	after := t.total // when the next attempt begins, or the end
	rest := phaseBody
	if i+1 < len(t.attempts) {
		after, rest = t.attempts[i+1].start, phaseWait
	}
	starts := from <= a.start && a.start < to
	if starts {
		after = a.end
	}
	best, most := nothing, time.Duration(0)
	for _, p := range []struct {
		phase
		span
	}{
		{phaseDNS, a.dns}, {phaseConnect, a.connect}, {phaseTLS, a.tls}, {phaseServer, a.server},
		{rest, span{a.end, after}},
	} {
		if shared := min(p.to, to) - max(p.from, from); shared > most && p.to > 0 {
			best, most = p.phase, shared
		}
	}
	if best == nothing && (starts || a.start < to && from < a.end) {
		return phaseOther
	}
	return best
}
