package main

import (
	"fmt"
	"strings"
	"time"

	"example.com/outbound/internal/chart"
)

// seconds is how long an outage is watched, and outages what it may be.
const seconds = 240

var outages = []fault{refusal, blackHole, stall}

// results are the outcomes by peer and outage, in their order.
type results [][]outcome

// losses are the shares of calls that random failures cost.
type losses struct{ unbudgeted, full, empty float64 }

const intro = `# The storm: what retries make of an outage

In short: a simulation of an outage of 20 seconds. Retries without a budget keep the server
overloaded after the outage has ended, a budget prevents that, and a breaker shortens the time
until calls succeed again. ` + "`go run ./internal/storm`" + ` generates this page, and a test compares
the figures.

%d clients make one call a second each, whatever the result of the call before. The server
has a queue, answers %d requests a second in the order in which they came, and does not notice
that a client has given up. An attempt ends after %.0f s. From second %.0f to second %.0f the
server refuses connections (refusal), does not answer (black-hole) or lets requests wait in
its queue (stall). Time is virtual. Every call is a ` + "`retry.Do`" + ` with the policy of the row, or
a call of a real client: the simulation uses package retry itself, not a model of it.

**sent** is the number of requests sent per request needed during the outage. **back** is the
time after the outage from which on 99 %% of the calls succeed.

`

// outagesTable is the table of the outages.
func outagesTable(peers []peer, r results) string {
	var b strings.Builder
	b.WriteString("| |")
	for _, f := range outages {
		fmt.Fprintf(&b, " %s: sent | back |", f)
	}
	b.WriteString("\n| --- |" + strings.Repeat(" ---: | ---: |", len(outages)) + "\n")
	for i, p := range peers {
		b.WriteString(row(p, r[i]))
	}
	return b.String()
}

func row(p peer, outcomes []outcome) string {
	cells := "| " + p.name + " |"
	for _, o := range outcomes {
		back := fmt.Sprintf("not within %d s", seconds-int(outageEnd/time.Second))
		if s, ok := o.recovery(); ok {
			back = fmt.Sprintf("%d s", s)
		}
		cells += fmt.Sprintf(" %.2f | %s |", o.amplification(), back)
	}
	return cells + "\n"
}

const outro = `
![Share of the calls that succeed, by the second in which they begin](storm.svg)

Requests whose callers have given up keep the queue full: with four attempts the server gets
more than three times the requests that it can answer, so every response comes too late, and
the request is sent again. This continues after the outage. A budget ends it: when more than
half of its tokens are used, a failure is final at once.

## With a breaker

The same outages with real clients under ` + "`Resilient()`" + `: the breaker, the gate and at most 200
requests at the same time. A quiet client has 1 caller. A busy client has 50 callers, which
share its budget and its breaker.

%s
A call that the breaker refuses ends at once and counts as failed; the server does not get a
request. A call whose first attempt has failed waits for the breaker, if the wait fits and the
budget permits a retry. [Resilience](resilience.md) has the curves.

The next table shows the calls that fail if a share of all attempts is answered by a 503, at
random, for %d seconds.

%s
A breaker should not add failures for such a server. Up to one failure in five it adds at most
0.2 percentage points. At two in five, half of the last 20 attempts sometimes fail by chance,
and the breaker opens for 5 seconds.

## What the budget costs

One attempt in twenty is answered by a 503, at random, for %d seconds.

| | calls lost |
| --- | ---: |
| without a budget | %.4f %% |
| the budget of Standard() | %.4f %% |
| the same, if it started empty | %.4f %% |
`

// randomly are the shares of attempts that fail at random.
var randomly = []float64{.05, .2, .4}

// randomTable is the table of the random failures: the shares of the calls that
// are lost, by peer and share.
func randomTable(lost [][]float64) string {
	var b strings.Builder
	b.WriteString("| |")
	for _, share := range randomly {
		fmt.Fprintf(&b, " %.0f %% |", 100*share)
	}
	b.WriteString("\n| --- |" + strings.Repeat(" ---: |", len(randomly)) + "\n")
	for i, p := range resilient {
		b.WriteString("| " + p.name + " |")
		for _, l := range lost[i] {
			fmt.Fprintf(&b, " %.1f %% |", 100*l)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// report is docs/storm.md.
func report(r, withBreaker results, lost [][]float64, l losses, rows [][]*load) string {
	return fmt.Sprintf(intro, clients, capacity, timeout.Seconds(), outageBegin.Seconds(), outageEnd.Seconds()) +
		outagesTable(peers, r) + fmt.Sprintf(outro, outagesTable(resilient, withBreaker), flakySeconds, randomTable(lost),
		flakySeconds, 100*l.unbudgeted, 100*l.full, 100*l.empty) +
		overloadSection(rows)
}

// picture draws the outages of four peers.
func picture(label string, peers []peer, r results) string {
	var names []string
	for _, p := range peers {
		names = append(names, p.name)
	}
	var plots []chart.Plot
	for k, f := range outages {
		plot := chart.Plot{Title: "After a " + f.String()}
		for i := range peers {
			plot.Lines = append(plot.Lines, r[i][k].shares())
		}
		plots = append(plots, plot)
	}
	return chart.Lines(label, "seconds", names, int(outageBegin/time.Second), int(outageEnd/time.Second), plots)
}
