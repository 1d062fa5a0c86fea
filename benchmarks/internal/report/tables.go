package report

import (
	"fmt"
	"io"
	"slices"

	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/suite"
)

// Tables writes all that was measured.
func Tables(w io.Writer, r suite.Results) {
	fmt.Fprintf(w, "%s\n\n", r.Machine)
	fmt.Fprint(w, "Times are ratios to the first row, measured beside: the median and, in brackets, the quartiles; `even` where these do not lie on one side of 1. The first row is the base line beside itself.\n\n")
	small := append(columns(r.Memory, "", timed), column{"parity with bounds, time", r.Memory.Of(cases.ParityBounded), nanos})
	grid(w, "Time in memory", "Where net/http cannot take part, the base line is `outbound HTTP()`.", small...)
	grid(w, "Allocations and bytes in memory", "", columns(r.Memory, "", counted)...)
	loop := append(columns(r.Loopback, "", timed),
		column{"parity with bounds, time", r.Loopback.Of(cases.ParityBounded), nanos},
		column{"503, 503, 200: dials of 100 calls", r.Loopback.Of(cases.Flaky), dials})
	grid(w, "Time on loopback", "", loop...)
	crowds := append(columns(r.Crowds, "", timed), column{"parity with bounds, dials", r.Crowds.Of(suite.CrowdBounded), dials})
	grid(w, "50 callers on loopback", "Each makes 10 calls. Dials are the median of nine crowds on a new transport: net/http dials for a call even when a connection comes back meanwhile.", crowds...)
	many := columns(r.Callers, "", timed)
	for _, n := range []int{100, 1_000, 10_000} {
		many = append(many, column{fmt.Sprintf("%d in flight: heap + stack of a call", n), r.Callers.Of(suite.Calling(n)), inFlight})
	}
	many = append(many, column{"10000 in flight: wait for mutexes, together", r.Callers.Of(suite.Calling(10_000)), waited})
	grid(w, "Many callers in memory", "Parity with bounds, without decoding. That 10 000 calls wait at the same moment shows that no lock is held across a wait. Memory per call is not told of fewer than 100: stacks come in blocks of 32 KiB.", many...)
	origins := append(columns(r.Origins, "", timed), columns(r.Origins, ": alive", heap)...)
	grid(w, "Many origins in memory", "A call to each in turn, and what stays alive after all of them. The last row has each policy per origin on.", origins...)
	grid(w, "A call of many attempts, and a new client", "Memory that one call keeps alive at that attempt; making a client; making one and its first call.",
		slices.Concat(columns(r.Long, ": alive", heap), columns(r.Start, ", time", nanos), columns(r.Start, "", counted))...)
	bodies := slices.Concat(columns(r.Bodies, "", timed), columns(r.Bodies, ": allocated", allocated), columns(r.Bodies, ": peak heap", heap))
	grid(w, "Big bodies in memory", "", bodies...)
	lists := slices.Concat(columns(r.Lists, "", timed), columns(r.Lists, "", counted))
	grid(w, "Decoding, by codec", "outbound takes a codec with `WithJSON`, resty and req with options of theirs.", lists...)
	section(w, "What a layer costs", "A GET of 1 KiB through `HTTP()` with one option on. A layer that is off costs nothing.",
		[]string{"option", "allocations", "bytes"}, layers(r.Layers))
	owners(w, r.Bills)
}

func allocated(r suite.Row) string { return size(float64(r.Cost.Bytes)) }

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
