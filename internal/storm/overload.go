package main

import (
	"fmt"
	"strings"
	"time"

	"example.com/outbound/internal/chart"
)

const overloadIntro = `
## Too many requests at a time

%d callers call again as soon as they have their answer. The server has %d workers,
each of which takes %v for a request, and a queue. From second %.0f to second %.0f
half of the workers are gone. An adaptive limit with SlowAfter %v finds how many
requests at a time the server answers in time; the others wait in the client. The
cells are answers a second, and the mean latency from the send to the answer,
before, during and after the loss; the limit has five seconds to find its size.

%s
The throughput is the same. Without the limit a request waits in the queue of the server,
where it uses a connection, reaches the attempt timeout and is sent again. The clients get
equal shares of the server.
`

// overloadSection is the part of docs/storm.md about overload.
func overloadSection(rows [][]*load) string {
	return fmt.Sprintf(overloadIntro, overloadCallers, workers, work, halvedBegin.Seconds(), halvedEnd.Seconds(), slowAfter, overloadTable(rows))
}

// overloadTable has a row for each client of one and of two, without and with a
// limit.
func overloadTable(rows [][]*load) string {
	var b strings.Builder
	b.WriteString("| | before | during | after |\n| --- | ---: | ---: | ---: |\n")
	for i, loads := range rows {
		name := []string{"no limit", "adaptive"}[i%2]
		for k, l := range loads {
			fmt.Fprintf(&b, "| %s, client %d of %d |", name, k+1, len(loads))
			for phase := range phases {
				fmt.Fprintf(&b, " %.0f/s, %d ms |", l.rate(phase), l.mean(phase).Round(time.Millisecond)/time.Millisecond)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// overloadPicture is docs/resilience-adaptive.svg.
func overloadPicture(rows [][]*load) string {
	plot := chart.Plot{Title: "Mean latency of a request: 100 % is a second"}
	for _, loads := range rows[:2] {
		plot.Lines = append(plot.Lines, loads[0].curve())
	}
	return chart.Lines("Latency while a server has lost half of its workers, with an adaptive limit and without",
		"seconds", []string{"no limit", "adaptive limit"}, int(halvedBegin/time.Second), int(halvedEnd/time.Second), []chart.Plot{plot})
}

// curve is the mean latency by second, as shares of a second, at most 1.
func (l *load) curve() (shares []float64) {
	for s := range overloadSeconds {
		mean := l.latency[s].Seconds() / float64(max(1, l.answered[s]))
		shares = append(shares, min(1, mean))
	}
	return shares
}
