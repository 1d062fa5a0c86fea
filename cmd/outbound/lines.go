package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const indent = "   " // as wide as the number of an attempt

// timeline prints the record of a call: a line per attempt.
func (s screen) timeline(r record) {
	_, _ = fmt.Fprint(s, s.lines(r)) // a timeline that cannot be printed does not change the exit status
}

// lines has the verb and the URL once, where they are the same for all attempts.
func (s screen) lines(r record) string {
	outcome, took := 0, 0 // the widths of the columns
	for _, a := range r.attempts {
		outcome, took = max(outcome, len(a.outcome())), max(took, cells(short(a.length())))
	}
	var b strings.Builder
	target := ""
	for i, a := range r.attempts {
		if next := a.method + " " + a.url; next != target {
			target = next
			b.WriteString(target + "\n")
		}
		line := fmt.Sprintf("%-*d%-*s in %*s", len(indent), i+1, outcome, a.outcome(), took, short(a.length()))
		at := cells(line)
		if s.bars {
			line, at = line+"  "+s.bar(r, i), at+2+barCells
		}
		b.WriteString(line + s.wrapped(at, r.parts(i)) + "\n")
	}
	return b.String() + r.summary() + "\n"
}

// wrapped is the parts of an attempt, to be printed at column at: on lines of
// their own where the terminal is too narrow.
func (s screen) wrapped(at int, parts []part) string {
	var b strings.Builder
	separator := "  "
	for i, p := range parts {
		text, color := p.text, ""
		if s.bars && p.mark != 0 { // the legend of the bar
			text, color = string(p.mark)+" "+text, p.color
		}
		width := cells(text)
		if i < len(parts)-1 {
			width++ // the comma
		}
		if at += len(separator) + width; s.wraps && at > s.width {
			separator, at = "\n"+indent, len(indent)+width
		}
		b.WriteString(separator + s.paint(color, text))
		if separator = " "; i < len(parts)-1 {
			b.WriteString(",")
		}
	}
	return b.String()
}

// cells is how wide a text is.
func cells(text string) int { return utf8.RuneCountInString(text) }

func (a attempt) outcome() string {
	if a.status != 0 {
		return strconv.Itoa(a.status)
	}
	return string(a.kind)
}

func (r record) summary() string {
	s := strconv.Itoa(len(r.attempts)) + " attempts"
	if len(r.attempts) == 1 {
		s = "1 attempt"
	}
	s += " in " + short(r.total)
	if r.reason != "" {
		s += ", gave up: " + r.reason
	}
	return s
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
