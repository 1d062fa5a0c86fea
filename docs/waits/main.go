// Waits draws the pictures of docs/retry.md: the waits after each attempt, by
// generator and by jitter. Package retry computes every number.
//
//	go generate ./docs
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"example.com/outbound/internal/chart"
	"example.com/outbound/retry"
)

const (
	s        = time.Second
	attempts = 6
)

// generators are drawn without jitter.
var generators = []struct {
	title string
	wait  retry.Wait
}{
	{"Exponential(1s, 2)", retry.Exponential(s, 2)},
	{"Fibonacci(1s)", retry.Fibonacci(s)},
	{"Linear(1s, 2s)", retry.Linear(s, 2*s)},
	{"Constant(2s)", retry.Constant(2 * s)},
	{"List(1s, 5s, 30s)", retry.List(s, 5*s, 30*s)},
	{"Decay(32s, 0.7, 2s)", retry.Decay(32*s, .7, 2*s)},
	{"ImmediateFirst(Exponential)", retry.ImmediateFirst(retry.Exponential(s, 2))},
	{"Cap(Exponential, 5s)", retry.Cap(retry.Exponential(s, 2), 5*s)},
	{"Sum(Constant, Exponential)", retry.Sum(retry.Constant(2*s), retry.Exponential(s, 2))},
	{"Chain(Constant, Fibonacci)", retry.Chain(retry.Constant(0), retry.Fibonacci(s))},
}

// jitters are drawn for the waits of Exponential(1s, 2).
var jitters = []struct {
	title  string
	jitter retry.Jitter
}{
	{"NoJitter", retry.NoJitter},
	{"FullJitter", retry.FullJitter},
	{"AdditiveJitter(4s)", retry.AdditiveJitter(4 * s)},
	{"RangeJitter(1s)", retry.RangeJitter(s)},
}

func main() {
	for name, text := range pictures() {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// pictures returns the content of each file by its name.
func pictures() map[string]string {
	const axis = "seconds after attempt 1, 2, …"
	var waits, jittered []chart.Panel
	for _, g := range generators {
		waits = append(waits, chart.Panel{Title: g.title, Bars: bars(g.wait, retry.NoJitter)})
	}
	for _, j := range jitters {
		jittered = append(jittered, chart.Panel{Title: j.title, Bars: bars(retry.Exponential(s, 2), j.jitter)})
	}
	return map[string]string{
		"retry-waits.svg":  chart.Bars("The wait after each attempt, for each generator", axis, waits),
		"retry-jitter.svg": chart.Bars("What each jitter makes of exponential waits: from the least to the most, and the mean", axis, jittered),
	}
}

// bars returns a bar for the wait after each attempt, from the shortest wait that
// the jitter gives to the longest, with the mean.
func bars(wait retry.Wait, jitter retry.Jitter) (bars []chart.Bar) {
	for n := 1; n <= attempts; n++ {
		d, ok := wait(n)
		if !ok {
			return append(bars, chart.Bar{Text: "end", None: true})
		}
		low, mean, high := jitter(d, 0), jitter(d, .5), jitter(d, 1)
		b := chart.Bar{Low: low.Seconds(), High: high.Seconds(), Text: short(high)}
		if low == high {
			b.Low = 0
		} else {
			b.Mean = mean.Seconds()
		}
		bars = append(bars, b)
	}
	return bars
}

// short returns d in seconds, with one digit after the point.
func short(d time.Duration) string {
	return strconv.FormatFloat(float64(d.Round(s/10))/float64(s), 'f', -1, 64)
}
