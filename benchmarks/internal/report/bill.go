package report

import (
	"fmt"
	"strings"

	"example.com/outbound/benchmarks/internal/suite"
)

// owners sums a bill up by owner and names the functions of each.
func owners(b suite.Bill) (lines [][]string) {
	var names []string
	where := make(map[string][]string)
	for _, i := range b.Items {
		if where[i.Owner] == nil {
			names = append(names, i.Owner)
		}
		where[i.Owner] = append(where[i.Owner], fmt.Sprintf("`%s` %.0f", i.Place, i.Objects))
	}
	for _, name := range names {
		objects, bytes := b.Sum(name)
		lines = append(lines, []string{name, count(objects), count(bytes), strings.Join(where[name], ", ")})
	}
	objects, bytes := b.Total()
	return append(lines, []string{"**together**", count(objects), count(bytes), ""})
}
