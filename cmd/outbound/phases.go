package main

import (
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
	phaseSend    = phase{"send", "34", '▀'}
	phaseServer  = phase{"server", "32", '█'}
	phaseOther   = phase{"other", "37", '─'}
	phaseBody    = phase{"body", "34", '▄'}
	phaseWait    = phase{"then wait", "90", '·'}
	nothing      = phase{"", "", ' '}
)

// timed is a phase and when it was.
type timed struct {
	phase
	span
}

// phases are those of attempt i: what it did, then the body or the wait before the
// next attempt.
func (r record) phases(i int) []timed {
	a := r.attempts[i]
	rest := timed{phaseBody, span{a.end, r.total}}
	switch {
	case i+1 < len(r.attempts):
		rest = timed{phaseWait, span{a.end, r.attempts[i+1].start}}
	case a.status == 0:
		rest = timed{}
	}
	return []timed{{phaseDNS, a.dns}, {phaseConnect, a.connect}, {phaseTLS, a.tls}, {phaseSend, a.send}, {phaseServer, a.server}, rest}
}

// part is a piece of the text about an attempt.
type part struct {
	phase
	text string
}

// parts are the phases that took time.
func (r record) parts(i int) (parts []part) {
	if r.attempts[i].reused {
		parts = append(parts, part{text: "connection reused"})
	}
	for _, p := range r.phases(i) {
		took := p.length()
		if p.phase == phaseWait {
			took = r.attempts[i].wait
		}
		if took > 0 {
			parts = append(parts, part{p.phase, p.name + " " + short(took)})
		}
	}
	return parts
}

const barCells = 20

// bar draws attempt i on the time of the whole call. Every attempt has a cell.
func (s screen) bar(r record, i int) string {
	var b strings.Builder
	last, run := nothing, ""
	for c := range barCells {
		p := r.at(i, cell(r.total, c), cell(r.total, c+1))
		if p != last {
			b.WriteString(s.paint(last.color, run))
			last, run = p, ""
		}
		run += string(p.mark)
	}
	return b.String() + s.paint(last.color, run)
}

// cell is when cell c of a bar begins.
func cell(total time.Duration, c int) time.Duration {
	return time.Duration(float64(total) * float64(c) / barCells)
}

// at is the phase of attempt i that most of the time from, to belongs to. In the
// cell in which the attempt starts, the time after its end does not count.
func (r record) at(i int, from, to time.Duration) phase {
	a := r.attempts[i]
	starts := from <= a.start && a.start < to
	best, most := nothing, time.Duration(0)
	for _, p := range r.phases(i) {
		if starts && p.from >= a.end {
			continue
		}
		if shared := min(p.to, to) - max(p.from, from); shared > most && p.to > 0 {
			best, most = p.phase, shared
		}
	}
	if best == nothing && (starts || a.start < to && from < a.end) {
		return phaseOther
	}
	return best
}
