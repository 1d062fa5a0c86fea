package main

import (
	"fmt"
	"strconv"
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

// lines tells an attempt per line.
func (s screen) lines(t *timeline) string {
	var b strings.Builder
	for i, a := range t.attempts {
		fmt.Fprintf(&b, "%d  %s %s  %s  in %s%s\n", i+1, a.method, a.url, a.outcome(), short(a.end-a.start), a.phases())
		if a.waited {
			fmt.Fprintf(&b, "   wait %s\n", short(a.wait))
		}
	}
	return b.String() + t.summary()
}

// phases lists those that took time, in brackets.
func (a attempt) phases() string {
	var parts []string
	if a.reused {
		parts = append(parts, "connection reused")
	}
	for _, p := range []struct {
		phase
		span
	}{{phaseDNS, a.dns}, {phaseConnect, a.connect}, {phaseTLS, a.tls}, {phaseServer, a.server}} {
		if p.length() > 0 {
			parts = append(parts, p.name+" "+short(p.length()))
		}
	}
	if parts == nil {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func (a attempt) outcome() string {
	if a.status != 0 {
		return strconv.Itoa(a.status)
	}
	return string(a.kind)
}

func (t *timeline) summary() string {
	s := strconv.Itoa(len(t.attempts)) + " attempts"
	if len(t.attempts) == 1 {
		s = "1 attempt"
	}
	s += " in " + short(t.total)
	if t.reason != "" {
		s += ", gave up: " + t.reason
	}
	return s + "\n"
}

// short is d with its first three digits.
func short(d time.Duration) string {
	round := time.Duration(1)
	for d/round >= 1000 {
		round *= 10
	}
	s := d.Round(min(round, time.Second)).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
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
