package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/suite"
)

// column is one column of a table whose rows are the peers.
type column struct {
	head string
	of   suite.Table
	cell func(suite.Row) string
}

// columns are one column for each table, under the name of its case.
func columns(tables suite.Tables, unit string, cell func(suite.Row) string) (all []column) {
	for _, t := range tables {
		all = append(all, column{t.Case.Name + unit, t, cell})
	}
	return all
}

// grid writes a table: a row for each peer, outbound's in bold. A peer that does
// not take part in a case has a dash there.
func grid(w io.Writer, title, text string, all ...column) {
	var peers []string
	head := []string{"client"}
	for _, c := range all {
		head = append(head, c.head)
		for _, r := range c.of.Rows {
			if !slices.Contains(peers, r.Peer) {
				peers = append(peers, r.Peer)
			}
		}
	}
	var lines [][]string
	for _, p := range peers {
		name := p
		if ours(p) {
			name = "**" + p + "**"
		}
		line := []string{name}
		for _, c := range all {
			cell := "–"
			if r := c.of.Row(p); r.Peer != "" {
				cell = c.cell(r)
			}
			line = append(line, cell)
		}
		lines = append(lines, line)
	}
	section(w, title, text, head, lines)
}

func section(w io.Writer, title, text string, head []string, lines [][]string) {
	fmt.Fprintf(w, "## %s\n\n", title)
	if text != "" {
		fmt.Fprintf(w, "%s\n\n", text)
	}
	table(w, head, lines)
}

func table(w io.Writer, head []string, lines [][]string) {
	fmt.Fprintf(w, "| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat(" --- |", len(head)))
	for _, l := range lines {
		fmt.Fprintf(w, "| %s |\n", strings.Join(l, " | "))
	}
	fmt.Fprintln(w)
}

func ours(name string) bool { return strings.HasPrefix(name, "outbound") }

// timed is the cell of a time: the ratio to the base line with its quartiles, and
// "even" where they do not lie on one side of 1.
func timed(r suite.Row) string { return verdict(r.Times.Ratio) }

func verdict(s measure.Spread) string {
	if s.Above(1) || s.Below(1) {
		return fmt.Sprintf("%.2f (%.2f–%.2f)", s.Median, s.Q1, s.Q3)
	}
	return fmt.Sprintf("even (%.2f–%.2f)", s.Q1, s.Q3)
}

func nanos(r suite.Row) string    { return micros(r.Times.Nanos.Median) }
func heap(r suite.Row) string     { return size(r.Heap) }
func dials(r suite.Row) string    { return fmt.Sprint(r.Dials) }
func counted(r suite.Row) string  { return fmt.Sprintf("%d / %d", r.Cost.Allocs, r.Cost.Bytes) }
func inFlight(r suite.Row) string { return kilo(r.Held.Heap) + " + " + kilo(r.Held.Stack) }
func waited(r suite.Row) string   { return micros(float64(r.Held.LockWait)) }
