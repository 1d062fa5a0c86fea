package main

import (
	"fmt"
	"math"
	"time"

	"example.com/outbound/config"
	"example.com/outbound/internal/chart"
)

// picture is the schedule as an SVG: for each attempt when it may start, when it
// starts on average, and how long it may take.
func picture(x *config.Explanation) string {
	steps, worst := x.Schedule()
	end := worst.Seconds()
	if worst == config.NoBound {
		end = latestKnown(steps) * 1.25
	}
	end = max(end, 1)
	var rows []chart.Span
	for _, s := range steps {
		row := chart.Span{Low: s.Earliest.Seconds(), Mean: s.Mean.Seconds(), High: s.Latest.Seconds(), End: math.Inf(1)}
		if x.AttemptTimeout > 0 {
			row.End = row.High + x.AttemptTimeout.Seconds()
		}
		rows = append(rows, row)
	}
	return chart.Spans(
		fmt.Sprintf("When %s sends: %d attempts, worst case %s", x.Name, len(steps), bounded(worst)),
		truncate(x.Name+": worst case "+bounded(worst), 52), end, rows,
		chart.Legend{Begin: "may start", Mean: "starts on average", Run: "runs, at the latest"},
		func(seconds float64) string { return short(time.Duration(seconds * float64(time.Second))) })
}

// truncate cuts a text that is longer than most characters.
func truncate(text string, most int) string {
	if r := []rune(text); len(r) > max(most, 1) {
		return string(r[:max(most, 1)-1]) + "…"
	}
	return text
}

// latestKnown is the last start that has a bound, in seconds.
func latestKnown(steps []config.Step) (last float64) {
	for _, s := range steps {
		for _, at := range []time.Duration{s.Earliest, s.Mean, s.Latest} {
			if at != config.NoBound {
				last = max(last, at.Seconds())
			}
		}
	}
	return last
}
