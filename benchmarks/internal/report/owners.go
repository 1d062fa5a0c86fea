package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"example.com/outbound/benchmarks/internal/suite"
)

// owners writes who allocates in each of the calls: a row for each call, a column
// for each owner, and the functions of outbound.
func owners(w io.Writer, bills []suite.Bill) {
	var names []string
	for _, b := range bills {
		for _, i := range b.Items {
			if !slices.Contains(names, i.Owner) {
				names = append(names, i.Owner)
			}
		}
	}
	var lines [][]string
	for _, b := range bills {
		line := []string{b.Case + ", " + b.Way}
		for _, name := range names {
			objects, bytes := b.Sum(name)
			line = append(line, fmt.Sprintf("%.0f / %.0f", objects, bytes))
		}
		objects, bytes := b.Total()
		lines = append(lines, append(line, fmt.Sprintf("%.0f / %.0f", objects, bytes), own(b)))
	}
	section(w, "Who allocates", "Objects and bytes of one call in memory, by a profile of every allocation.",
		slices.Concat([]string{"call"}, names, []string{"together", "where in outbound"}), lines)
}

// own names the functions of outbound that allocate.
func own(b suite.Bill) string {
	var where []string
	for _, i := range b.Items {
		if i.Owner == "outbound" {
			where = append(where, fmt.Sprintf("`%s` %.0f", i.Place, i.Objects))
		}
	}
	return strings.Join(where, ", ")
}
