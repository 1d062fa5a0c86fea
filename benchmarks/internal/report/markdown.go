// Package report writes what was measured: a page of tables and a picture.
package report

import (
	"fmt"
	"io"
	"strings"

	"example.com/outbound/benchmarks/internal/suite"
)

// Markdown writes the tables. Machine is one line about where they come from.
func Markdown(w io.Writer, r suite.Results, machine string) {
	fmt.Fprintf(w, "%s\n\n", machine)
	section(w, "What is promised", "Counts are held by tests; times are not, as they belong to the machine. "+least(r),
		[]string{"promise", "limit", "measured", ""}, promises(r))
	for _, t := range r.Memory {
		section(w, heading(t, "in memory"), note(t),
			[]string{"client", "time, × " + t.Rows[0].Peer, "time", "allocations", "bytes"},
			rows(t, func(x suite.Row) []string {
				return []string{spread(x.Times.Ratio), micros(x.Times.Nanos.Median), fmt.Sprint(x.Cost.Allocs), fmt.Sprint(x.Cost.Bytes)}
			}))
	}
	for _, t := range r.Loopback {
		section(w, heading(t, "on loopback"), "",
			[]string{"client", "time, × " + t.Rows[0].Peer, "time", "dials of 100 calls"}, rows(t, dialed))
	}
	for _, t := range r.Crowds {
		section(w, heading(t, "on loopback"), "Time is that of the 1000 calls together. Dials are the median of nine crowds on a new transport: net/http dials for a call even when a connection comes back meanwhile.",
			[]string{"client", "time, × " + t.Rows[0].Peer, "time", "dials"}, rows(t, dialed))
	}
	for _, t := range r.Bodies {
		body := float64(t.Case.Body)
		section(w, heading(t, "in memory"), "",
			[]string{"client", "time, × " + t.Rows[0].Peer, "time", "allocated", "peak heap", "peak, × body"},
			rows(t, func(x suite.Row) []string {
				return []string{spread(x.Times.Ratio), micros(x.Times.Nanos.Median), size(float64(x.Cost.Bytes)), size(x.Peak), fmt.Sprintf("%.3f", x.Peak/body)}
			}))
	}
	section(w, heading(r.Flight, "in memory"),
		"That all of them wait at the same moment shows that no lock is held across a wait.",
		[]string{"client", "heap of a call", "stack of a call", "together, × " + r.Flight.Rows[0].Peer, "waited for mutexes, together"},
		rows(r.Flight, func(x suite.Row) []string {
			return []string{kilo(x.Held.Heap), kilo(x.Held.Stack), ratio(x.Held.Bytes() / r.Flight.Rows[0].Held.Bytes()), micros(float64(x.Held.LockWait))}
		}))
	section(w, "What a layer costs", "A GET of 1 KiB through `HTTP()` with one option on. A layer that is off costs nothing.",
		[]string{"option", "allocations", "bytes"}, layers(r.Layers))
	for _, b := range r.Bills {
		name, _, _ := strings.Cut(b.Case, ":")
		section(w, "Who allocates: "+name+" through "+b.Way, "",
			[]string{"owner", "allocations", "bytes", "where"}, owners(b))
	}
}

// least says which part of the bytes no client can do without.
func least(r suite.Results) string {
	bare, more := float64(r.Memory[0].Rows[0].Cost.Bytes), float64(r.Least.Bytes)
	return fmt.Sprintf("Of the bytes in parity %s are net/http's call and the decoding, and %s a copy of the request with a header of its own, "+
		"three fields in it, and the request ID: no client that leaves the request of its caller alone comes by with less than %s.",
		kilo(bare), kilo(more), kilo(bare+more))
}

func heading(t suite.Table, where string) string {
	name := strings.ToUpper(t.Case.Name[:1]) + t.Case.Name[1:]
	return name + ", " + where
}

// note says against what the first case is to be read.
func note(t suite.Table) string {
	if strings.HasPrefix(t.Case.Name, "parity") {
		return "The base line is the call and the decoding alone. otelhttp does none of the rest and is left out."
	}
	return ""
}

func dialed(x suite.Row) []string {
	return []string{spread(x.Times.Ratio), micros(x.Times.Nanos.Median), fmt.Sprint(x.Dials)}
}

func promises(r suite.Results) (lines [][]string) {
	for _, t := range targets(r) {
		verdict := "held"
		if !t.held {
			verdict = "**missed**"
		}
		lines = append(lines, []string{t.what, t.limit, t.measured, verdict})
	}
	return lines
}

func layers(all []suite.Layer) (lines [][]string) {
	for i, l := range all {
		line := []string{l.Name, fmt.Sprint(l.Cost.Allocs), fmt.Sprint(l.Cost.Bytes)}
		if i > 0 {
			line[1] = fmt.Sprintf("%+d", int64(l.Cost.Allocs)-int64(all[0].Cost.Allocs))
			line[2] = fmt.Sprintf("%+d", int64(l.Cost.Bytes)-int64(all[0].Cost.Bytes))
		}
		lines = append(lines, line)
	}
	return lines
}

// rows puts the name of the peer, outbound's in bold, before its cells.
func rows(t suite.Table, cells func(suite.Row) []string) (lines [][]string) {
	for _, x := range t.Rows {
		name := x.Peer
		if ours(name) {
			name = "**" + name + "**"
		}
		lines = append(lines, append([]string{name}, cells(x)...))
	}
	return lines
}

func ours(name string) bool { return strings.HasPrefix(name, "outbound") }

func section(w io.Writer, title, text string, head []string, lines [][]string) {
	fmt.Fprintf(w, "### %s\n\n", title)
	if text != "" {
		fmt.Fprintf(w, "%s\n\n", text)
	}
	fmt.Fprintf(w, "| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat(" --- |", len(head)))
	for _, l := range lines {
		fmt.Fprintf(w, "| %s |\n", strings.Join(l, " | "))
	}
	fmt.Fprintln(w)
}
